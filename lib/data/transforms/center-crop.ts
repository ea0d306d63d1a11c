import { type Sides, sizeOf } from "./arguments.ts";
import { stepTransform } from "./make.ts";
import type { Size, Step, StepTransform } from "./transform.ts";

/**
 * The middle of a picture.
 *
 * torchvision's `CenterCrop`, but for pictures that are smaller than the crop: there it pads silently.
 *
 * @throws RangeError when a side is no positive integer; when applied to a smaller picture
 * @example
 * T.centerCrop(224);
 */
export function centerCrop(size: Sides): StepTransform {
  const box = sizeOf(size);
  return stepTransform({ name: "centerCrop", options: [size] }, (image) => [centerBox("centerCrop", box, image)]);
}

/** A crop from the middle, rounded to whole pixels as Python rounds. @throws RangeError when the picture is smaller */
export function centerBox(name: string, { height, width }: Size, image: Size): Step {
  expectRoom(name, { height, width }, image);
  return { kind: "crop", top: halfToEven(image.height - height), left: halfToEven(image.width - width), height, width };
}

/** @throws RangeError when a picture is smaller than what is to be cut out of it */
export function expectRoom(name: string, box: Size, image: Size): void {
  if (box.height <= image.height && box.width <= image.width) return;
  throw new RangeError(
    `Expected a picture of at least ${box.height} × ${box.width} pixels for ${name} but got ${image.height} × ${image.width}: ` +
      `put resize(${Math.max(box.height, box.width)}) or pad(…) before it, or use randomResizedCrop.`,
  );
}

/** Half of a whole number; a half that is left goes to the even neighbour. */
function halfToEven(whole: number): number {
  const half = Math.floor(whole / 2);
  return whole % 2 === 1 && half % 2 === 1 ? half + 1 : half;
}
