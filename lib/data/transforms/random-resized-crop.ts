import type { Random } from "../../base/index.ts";
import { draw, expectRanges, type Range, type Sides, sizeOf } from "./arguments.ts";
import { centerBox } from "./center-crop.ts";
import { stepTransform } from "./make.ts";
import type { Size, Step, StepTransform } from "./transform.ts";

export interface RandomResizedCropOptions {
  /** The crop's part of the picture's area. */
  readonly scale?: Range;
  /** The crop's width divided by its height. */
  readonly ratio?: Range;
}

const attempts = 10;

/**
 * A box of random area and shape anywhere in the picture, made to one size.
 *
 * Szegedy et al., "Going Deeper with Convolutions" (2014); torchvision's `RandomResizedCrop`. Where ten draws don't fit into the
 * picture, it is the largest box in the middle whose shape is allowed.
 *
 * @throws RangeError when a side is no positive integer or a range is none
 * @example
 * T.randomResizedCrop(224, { scale: [0.5, 1] });
 */
export function randomResizedCrop(size: Sides, options: RandomResizedCropOptions = {}): StepTransform {
  const { scale = [0.08, 1], ratio = [3 / 4, 4 / 3] } = options;
  const { height, width } = sizeOf(size);
  expectRanges({ scale, ratio }, { positive: true });
  return stepTransform({ name: "randomResizedCrop", options: [size, options], random: true }, (image, random) => [
    randomBox(image, { scale, ratio }, random),
    { kind: "resize", height, width },
  ]);
}

function randomBox(image: Size, { scale, ratio }: Required<RandomResizedCropOptions>, random: Random): Step {
  const logRatio: Range = [Math.log(ratio[0]), Math.log(ratio[1])];
  for (let attempt = 0; attempt < attempts; attempt++) {
    const area = image.height * image.width * draw(random, scale);
    const shape = Math.exp(draw(random, logRatio));
    const width = Math.round(Math.sqrt(area * shape));
    const height = Math.round(Math.sqrt(area / shape));
    if (width < 1 || height < 1 || width > image.width || height > image.height) continue;
    return { kind: "crop", top: random.integer(image.height - height + 1), left: random.integer(image.width - width + 1), height, width };
  }
  return centerBox("randomResizedCrop", largestBox(image, ratio), image);
}

/** The largest size inside the picture with a shape in the range. */
function largestBox({ height, width }: Size, [least, greatest]: Range): Size {
  if (width / height < least) return { height: Math.max(1, Math.min(height, Math.round(width / least))), width };
  if (width / height > greatest) return { height, width: Math.max(1, Math.min(width, Math.round(height * greatest))) };
  return { height, width };
}
