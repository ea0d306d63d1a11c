import type { Random } from "../../base/index.ts";
import { Image } from "../image/image.ts";
import { expectTransforms } from "./expect-transforms.ts";
import { pixelTransform, severalTransform } from "./make.ts";
import type { PixelTransform, SingleTransform, Transform } from "./transform.ts";

/**
 * One transform after the other, as one. torchvision's `Compose`.
 *
 * After one that makes several pictures (`fiveCrop`), what follows is done to each of them.
 *
 * @throws TypeError when one of them is no transform
 * @example
 * const training = T.compose([T.randomResizedCrop(128), T.randomHorizontalFlip(), T.normalize()]);
 */
export function compose(transforms: readonly SingleTransform[]): PixelTransform;
export function compose(transforms: readonly Transform[]): Transform;
export function compose(transforms: readonly Transform[]): Transform {
  expectTransforms(transforms);
  const parts = { name: "compose", options: [transforms], random: transforms.some(({ random }) => random) };
  const work = (image: Image, random: Random) => inTurn(image, transforms, random);
  return transforms.some(({ kind }) => kind === "several")
    ? severalTransform(parts, work)
    : pixelTransform(parts, (image, random) => work(image, random)[0] as Image);
}

/** The transforms in their order, those of a `compose` in its place. */
export function flatten(transforms: readonly Transform[]): Transform[] {
  return transforms.flatMap((transform) =>
    transform.name === "compose" ? flatten(transform.options[0] as readonly Transform[]) : [transform],
  );
}

/** Does all to a picture; once it is several, all that follows to the first, then to the second … */
function inTurn(image: Image, [first, ...rest]: readonly Transform[], random: Random): readonly Image[] {
  if (!first) return [image];
  const made = first.apply(image, random);
  return made instanceof Image ? inTurn(made, rest, random) : made.flatMap((one) => inTurn(one, rest, random));
}
