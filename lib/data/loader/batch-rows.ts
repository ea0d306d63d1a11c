import type { Image } from "../image/image.ts";

/** A batch to be made: which pictures, and where it stands in its epoch. */
export interface Turn {
  readonly turn: number;
  readonly epoch: number;
  /** Place of its first picture in the epoch. */
  readonly first: number;
  /** Places of its pictures in the data set, `[N]`. */
  readonly indices: Int32Array;
}

/** The pictures of a batch as numbers. */
export interface Filled {
  /** `[N · crops, H, W, C]`, float32, in memory that is written again after `free`. */
  readonly values: Float32Array;
  readonly shape: readonly [number, number, number, number];
  /** Pictures that each of the data set's has become. */
  readonly crops: number;
  /** Says that the values have been copied. */
  free(): void;
}

/** Makes the batches of one epoch, one after the other from the first. */
export interface BatchMaker<T> {
  next(turn: Turn): Promise<T>;
  /** Ends all work on batches that were not taken. @returns a promise that nothing is written any more */
  close(): Promise<void>;
}

/** The pictures of a batch one by one, which may be of any size: for each of the data set's what it has become. */
export type Pictures = readonly (readonly Image[])[];

/** Makes what a loader gives, from pictures. */
export interface Batches<T> {
  /** The batches of an epoch, or of a part of it. `here`: on this thread, and only the first. */
  begin(turns: readonly Turn[], options?: { readonly here: boolean }): Promise<RunningBatches<T>>;
}

/** Batches of an epoch that is under way. */
export interface RunningBatches<T> {
  /** The next one. @throws the signal's reason when it is aborted before */
  next(turn: Turn, signal: AbortSignal | undefined): Promise<T>;
  /** Ends all work that is under way. */
  close(): Promise<void>;
}
