/** The catalog of data sets, and their files: from a mirror, from the cache, or downloaded and checked. Uses no TensorFlow.js. */
export { type CatalogEntry, type CatalogFile, type CatalogSource, readCatalog } from "./catalog.ts";
export { type FetchOptions, fetchFile } from "./fetch-file.ts";
