/** What an ImageDataset is made of. */
export interface ImageDatasetParts {
  /** Which data set this is, such as `fashion-mnist`. */
  readonly id: string;
  /** Which part of it, such as `train`. */
  readonly split: string;
  /** Names of the classes, by label. */
  readonly classes: readonly string[];
  /** A name for each picture, `[N]`, all different. */
  readonly ids: readonly string[];
  readonly height: number;
  readonly width: number;
  /** 1 for grey pictures, 3 for red, green and blue. */
  readonly channels: number;
  /** All pictures one after the other, 0 … 255, `[N, height, width, channels]`. */
  readonly pixels: Uint8Array;
  /** The class of each picture, `[N]`; none where they are hidden. */
  readonly labels?: Int32Array | undefined;
  /** What each picture belongs to, such as the capture it was taken in, `[N]`. */
  readonly groups?: readonly string[] | undefined;
}
