import { oneOf, type Random } from "../../base/index.ts";
import { type Sides, sizeOf } from "./arguments.ts";
import { expectRoom } from "./center-crop.ts";
import { pixelTransform, stepTransform } from "./make.ts";
import { marginsOf, type Padding, type PadOptions, paddedWindow } from "./pad.ts";
import type { SingleTransform, Size } from "./transform.ts";

export interface RandomCropOptions extends PadOptions {
  /** Pixels that are added around the picture first. */
  readonly padding?: Padding;
  /** Adds what is missing, half on each side, where the picture is smaller than the crop. */
  readonly padIfNeeded?: boolean;
}

/**
 * A box of one size anywhere in the picture. torchvision's `RandomCrop`.
 *
 * @throws RangeError when a side is no positive integer; when applied to a picture that even with its padding is smaller
 * @example
 * T.randomCrop(32, { padding: 4 }); // as is usual for CIFAR-10
 */
export function randomCrop(size: Sides, options: RandomCropOptions = {}): SingleTransform {
  const box = sizeOf(size);
  const { padding = 0, padIfNeeded = false } = options;
  const margins = marginsOf(padding);
  oneOf({ mode: options.mode ?? "constant" }, ["constant", "edge", "reflect", "symmetric"]);
  const parts = { name: "randomCrop", options: [size, options], random: true };
  if (!padIfNeeded && Object.values(margins).every((margin) => margin === 0)) {
    return stepTransform(parts, (image, random) => [{ kind: "crop", ...randomPlace(box, image, random), ...box }]);
  }
  return pixelTransform(parts, (image, random) => {
    const padded = { height: margins.top + image.height + margins.bottom, width: margins.left + image.width + margins.right };
    const more = {
      height: padIfNeeded ? Math.max(0, box.height - padded.height) : 0,
      width: padIfNeeded ? Math.max(0, box.width - padded.width) : 0,
    };
    // Room that is missing is added on both sides, as torchvision does, so that there is a place to draw there too.
    const room = { height: padded.height + 2 * more.height, width: padded.width + 2 * more.width };
    const place = randomPlace(box, room, random);
    return paddedWindow(
      image,
      { ...box, top: place.top - margins.top - more.height, left: place.left - margins.left - more.width },
      options,
    );
  });
}

function randomPlace(box: Size, image: Size, random: Random): { top: number; left: number } {
  expectRoom("randomCrop", box, image);
  return { top: random.integer(image.height - box.height + 1), left: random.integer(image.width - box.width + 1) };
}
