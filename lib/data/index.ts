/** Data sets, and what carries them to a network: `import { datasets, loader } from "descent/data"`. */
export type { Batch } from "./batch.ts";
export { datasets } from "./datasets.ts";
export { ImageDataset, type LabelledImage } from "./image-dataset.ts";
export type { ImageDatasetParts } from "./image-dataset-parts.ts";
export { type Loader, type LoaderOptions, loader } from "./loader.ts";
export type { Predictions } from "./predictions.ts";
