import type { Image } from "../image/image.ts";

/** Elements that are had one at a time by their place, 0 … `length` − 1. PyTorch's map-style `Dataset`. */
export interface Dataset<T> {
  readonly length: number;
  /** @throws RangeError when there is no such place */
  get(index: number): T | Promise<T>;
}

/** One picture of a data set. */
export interface LabelledImage {
  readonly id: string;
  readonly image: Image;
  /** Its class; none where labels are hidden. */
  readonly label?: number;
}

/** Pictures with their classes, in memory or in files: what splits, samplers, the loader and Learner work on. */
export interface LabelledImages extends Dataset<LabelledImage> {
  /** Which data set this is, such as `fashion-mnist`. */
  readonly id: string;
  /** Which part of it, such as `train`. */
  readonly split: string;
  /** Names of the classes, by label. */
  readonly classes: readonly string[];
  /** A name for each picture, `[N]`, all different. */
  readonly ids: readonly string[];
  /** The class of each picture, `[N]`; undefined where labels are hidden. */
  readonly labels: Int32Array | undefined;
  /** What each picture belongs to, such as the capture it was taken in, `[N]`: a grouped split keeps it together. */
  readonly groups: readonly string[] | undefined;
  /** The pictures at some places, in that order, as a data set of the same kind. @throws RangeError when a place is missing or comes twice */
  subset(indices: ArrayLike<number>): LabelledImages;
  /** How many pictures each class has, `[classes]`; undefined where labels are hidden. */
  counts(): number[] | undefined;
}
