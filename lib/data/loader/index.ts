/** From a data set to batches: order, decoding and transforms in threads, cache, tensors. */
export { Batch } from "./batch.ts";
export { type Loader, loader } from "./loader.ts";
export type { CollateOptions, LoaderOptions, Sample } from "./options.ts";
export type { ResidentPictures } from "./resident.ts";
