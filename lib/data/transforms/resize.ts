import { positiveInteger } from "../../base/index.ts";
import { type Sides, sizeOf } from "./arguments.ts";
import { stepTransform } from "./make.ts";
import type { Size, StepTransform } from "./transform.ts";

export interface ResizeOptions {
  /** The longer side never becomes longer than this; the shorter one then becomes shorter than wanted. */
  readonly maxSize?: number;
}

/**
 * Makes a picture larger or smaller: to `[height, width]`, or, for one number, so that its shorter side has that length and its shape stays.
 *
 * Bilinear with antialiasing, the very bytes of Pillow's `Image.resize(…, BILINEAR)`. torchvision's `Resize`.
 *
 * @throws RangeError when a side is no positive integer, or `maxSize` is no larger than the size
 * @example
 * T.resize(256).apply(photo);        // 480 × 640 becomes 256 × 341
 * T.resize([128, 128]).apply(photo); // becomes 128 × 128, squeezed
 */
export function resize(size: Sides, options: ResizeOptions = {}): StepTransform {
  const { maxSize } = options;
  sizeOf(size);
  if (maxSize !== undefined) {
    positiveInteger({ maxSize });
    if (typeof size !== "number" || maxSize <= size) {
      throw new RangeError(`Expected maxSize to be greater than a size of one number but got ${maxSize} for a size of ${size}`);
    }
  }
  return stepTransform({ name: "resize", options: [size, options] }, (image) => {
    const { height, width } = typeof size === "number" ? shorterSide(image, size, maxSize) : sizeOf(size);
    return height === image.height && width === image.width ? [] : [{ kind: "resize", height, width }];
  });
}

/** The size with this shorter side and the same shape, rounded down as torchvision does. */
function shorterSide({ height, width }: Size, side: number, most = Number.POSITIVE_INFINITY): Size {
  const [short, long] = height <= width ? [height, width] : [width, height];
  const wanted = Math.max(1, Math.floor((side * long) / short));
  const [newShort, newLong] = wanted > most ? [Math.max(1, Math.floor((most * side) / wanted)), most] : [side, wanted];
  return height <= width ? { height: newShort, width: newLong } : { height: newLong, width: newShort };
}
