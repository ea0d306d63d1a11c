/** What the module kernels.wasm can do. Addresses are bytes in its memory; each kernel may read and write up to 63 bytes past its pixels. */
export { makeTable, tablePairs } from "./table";
export { resizeRows } from "./resize-rows";
export { resizeColumns } from "./resize-columns";
export { copyRows } from "./copy-rows";
export { scaleRows } from "./scale-rows";
