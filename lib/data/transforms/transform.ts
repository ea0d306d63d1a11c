import type { Random } from "../../base/index.ts";
import type { Image } from "../image/image.ts";

/** The size of a picture, in pixels. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/**
 * A piece of geometry or scaling in terms that can be joined with its neighbours, so that crop, resize, flip and normalise become one
 * pass over the pixels. Joined or one by one, the result is the same to the last bit.
 */
export type Step =
  /** The pixels of a box that lies inside the picture. */
  | { readonly kind: "crop"; readonly top: number; readonly left: number; readonly height: number; readonly width: number }
  /** Bilinear with antialiasing (Pillow's `BILINEAR`), rounded to bytes as Pillow does. */
  | { readonly kind: "resize"; readonly height: number; readonly width: number }
  | { readonly kind: "flip"; readonly direction: "horizontal" | "vertical" }
  /** To float32: `value * multiply[channel] + add[channel]`; one number serves all channels. Bytes count as 0 … 255 here. */
  | { readonly kind: "scale"; readonly multiply: readonly number[]; readonly add: readonly number[] };

interface Common {
  /** As it is called in `transforms`, such as `randomCrop`; with `options` it is made again in a worker. */
  readonly name: string;
  /** The arguments that it was made with: plain data, or transforms. */
  readonly options: readonly unknown[];
  /** Whether it draws random numbers: what does not can be cached. */
  readonly random: boolean;
}

/** A transform whose work is told in steps. */
export interface StepTransform extends Common {
  readonly kind: "steps";
  /** What it does to a picture of this size, channels and type. Draws the same numbers as `apply`. */
  steps(size: Size & { readonly channels: number; readonly float: boolean }, random: Random): readonly Step[];
  apply(image: Image, random?: Random): Image;
}

/** A transform that works on the pixels themselves. */
export interface PixelTransform extends Common {
  readonly kind: "pixels";
  apply(image: Image, random?: Random): Image;
}

/** A transform that makes several pictures from one, such as `fiveCrop`; what follows it is done to each of them. */
export interface MultiTransform extends Common {
  readonly kind: "several";
  apply(image: Image, random?: Random): readonly Image[];
}

/** Something that is done to a picture before a network sees it. The picture that it takes stays as it is. */
export type Transform = StepTransform | PixelTransform | MultiTransform;

/** A transform that makes one picture of one. */
export type SingleTransform = StepTransform | PixelTransform;
