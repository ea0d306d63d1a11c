/** The catalog of data sets, and their files: from a mirror, from the cache, or downloaded and checked. Uses no TensorFlow.js. */
export { type CatalogArchive, type CatalogEntry, type CatalogFile, type CatalogFolder, type Pins, readCatalog } from "./catalog.ts";
export { type FetchOptions, fetchFile, fetchPicture } from "./fetch-file.ts";
export { fetchFolder } from "./fetch-folder.ts";
export { findEntry } from "./find.ts";
export { fetchHolding, type Holding, holdingsOf, verifyHolding, type WrongFile } from "./holdings.ts";
export { type Place, placesOf } from "./places.ts";
