/** Tables with polars: `pl`, whose tables show themselves, and reading by the names of columns. */
export { expectColumns } from "./expect-columns.ts";
export { pl } from "./polars.ts";
export { type ReadTableOptions, readTable } from "./read-table.ts";
