/** Data sets, and what carries them to a network: `import { datasets, loader } from "descent/data"`. */

export {
  agreedOn,
  animalsOnly,
  type ClassLimits,
  type CleanedCameraTraps,
  CleaningReport,
  type CleaningStep,
  type CleanOptions,
  cameraTrapColumns,
  cleanCameraTraps,
  limitClasses,
  oneAnimal,
  oneSpecies,
  readCaptures,
  withPictures,
} from "./camera-traps/index.ts";
export {
  type GloveName,
  type Penguin,
  type Post,
  type Review,
  type SampledReview,
  type SerengetiTables,
  type TrainAndTest,
  WordVectors,
} from "./collections/index.ts";
export { type CorruptImage, CorruptImages, findCorruptImages, type OddImage } from "./corrupt-images/index.ts";
export { concat } from "./dataset/concat.ts";
export type { Dataset, LabelledImage, LabelledImages } from "./dataset/dataset.ts";
export { map } from "./dataset/map.ts";
export { type Subset, subset } from "./dataset/subset.ts";
export { datasets } from "./datasets.ts";
export { BrokenPicture } from "./image/broken-picture.ts";
export { readImage } from "./image/decode.ts";
export { Image } from "./image/image.ts";
export { ImageDataset } from "./image-dataset.ts";
export type { ImageDatasetParts } from "./image-dataset-parts.ts";
export { ImageFolder, type ImageFolderOptions, type ImageFolderParts, imageFolder } from "./image-folder/index.ts";
export { Batch, type CollateOptions, type Loader, type LoaderOptions, loader, type ResidentPictures, type Sample } from "./loader/index.ts";
export type { Predictions } from "./predictions.ts";
export {
  atMostPerClass,
  type BalancedSamplerOptions,
  balancedSampler,
  randomSampler,
  type Sampler,
  type SamplerOptions,
  sequentialSampler,
  type WeightedSamplerOptions,
  weightedSampler,
} from "./samplers/index.ts";
export type { CameraTrapsFolder, CameraTrapsOptions, SavannaOptions } from "./savanna/index.ts";
export {
  type CountedSplitOptions,
  type Fold,
  groupedSplit,
  type KFoldOptions,
  kFold,
  type PartsOf,
  randomSplit,
  type SplitOptions,
  stratifiedSplit,
} from "./splits/index.ts";
export { pl, type ReadTableOptions, readTable } from "./table/index.ts";
export type { BatchTransform, Transform } from "./transforms/index.ts";
export * as transforms from "./transforms/index.ts";
