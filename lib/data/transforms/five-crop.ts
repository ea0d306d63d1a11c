import { runSteps } from "../pixels/run-steps.ts";
import { type Sides, sizeOf } from "./arguments.ts";
import { centerBox } from "./center-crop.ts";
import { severalTransform } from "./make.ts";
import type { MultiTransform, Size, Step } from "./transform.ts";

export interface TenCropOptions {
  /** The second five are the first swapped top and bottom, rather than left and right. */
  readonly verticalFlip?: boolean;
}

/**
 * Five pictures: the corners (top left, top right, bottom left, bottom right) and the middle. torchvision's `FiveCrop`.
 *
 * A network's answers for the five are averaged in testing.
 *
 * @throws RangeError when a side is no positive integer; when applied to a smaller picture
 */
export function fiveCrop(size: Sides): MultiTransform {
  const box = sizeOf(size);
  return severalTransform({ name: "fiveCrop", options: [size] }, (image) =>
    fiveBoxes("fiveCrop", box, image).map((step) => runSteps(image, [step])),
  );
}

/**
 * The five pictures of `fiveCrop`, then the five of the mirrored picture. torchvision's `TenCrop`; Krizhevsky et al. (2012).
 *
 * @throws RangeError when a side is no positive integer; when applied to a smaller picture
 */
export function tenCrop(size: Sides, options: TenCropOptions = {}): MultiTransform {
  const box = sizeOf(size);
  const flip: Step = { kind: "flip", direction: options.verticalFlip ? "vertical" : "horizontal" };
  return severalTransform({ name: "tenCrop", options: [size, options] }, (image) => {
    const boxes = fiveBoxes("tenCrop", box, image);
    return [...boxes.map((step) => runSteps(image, [step])), ...boxes.map((step) => runSteps(image, [flip, step]))];
  });
}

function fiveBoxes(name: string, box: Size, image: Size): Step[] {
  const center = centerBox(name, box, image);
  const corner = (top: number, left: number): Step => ({ kind: "crop", top, left, ...box });
  const [bottom, right] = [image.height - box.height, image.width - box.width];
  return [corner(0, 0), corner(0, right), corner(bottom, 0), corner(bottom, right), center];
}
