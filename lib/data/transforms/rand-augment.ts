import { oneOf, positiveInteger, type Random } from "../../base/index.ts";
import type { Image } from "../image/image.ts";
import { adjustBrightness, adjustContrast, adjustSaturation } from "./adjust.ts";
import type { Interpolation, PerChannel } from "./arguments.ts";
import { pixelTransform } from "./make.ts";
import { type Affine, affineMatrix, middle } from "./random-affine.ts";
import { adjustSharpness } from "./sharpness.ts";
import { autocontrasted, equalized, posterized, solarized } from "./tone.ts";
import type { PixelTransform } from "./transform.ts";
import { type WarpOptions, warpAffine } from "./warp.ts";

export interface RandAugmentOptions {
  /** How many operations a picture goes through, one after the other. */
  readonly numOps?: number;
  /** How strong they are, 0 … numMagnitudeBins − 1. */
  readonly magnitude?: number;
  /** How many strengths there are. */
  readonly numMagnitudeBins?: number;
  readonly interpolation?: Interpolation;
  /** Of what lies outside the picture where it is moved; black by default. */
  readonly fill?: PerChannel;
}

/** @param strength 0 … 1 @param sign 1 or −1, drawn for operations that go both ways */
type Operation = (image: Image, how: { readonly strength: number; readonly sign: number; readonly warp: WarpOptions }) => Image;

/** The operations and how far each goes at most, as torchvision has them. */
const operations: readonly Operation[] = [
  (image) => image,
  (image, { strength, sign, warp }) => slanted(image, [degrees(sign * strength * 0.3), 0], warp),
  (image, { strength, sign, warp }) => slanted(image, [0, degrees(sign * strength * 0.3)], warp),
  (image, { strength, sign, warp }) => moved(image, { translate: [Math.trunc((sign * strength * 150 * image.width) / 331), 0] }, warp),
  (image, { strength, sign, warp }) => moved(image, { translate: [0, Math.trunc((sign * strength * 150 * image.height) / 331)] }, warp),
  (image, { strength, sign, warp }) => moved(image, { angle: sign * strength * -30 }, warp),
  (image, { strength, sign }) => adjustBrightness(image, 1 + sign * strength * 0.9),
  (image, { strength, sign }) => adjustSaturation(image, 1 + sign * strength * 0.9),
  (image, { strength, sign }) => adjustContrast(image, 1 + sign * strength * 0.9),
  (image, { strength, sign }) => adjustSharpness(image, 1 + sign * strength * 0.9),
  (image, { strength }) => posterized(image, 8 - Math.round(4 * strength)),
  (image, { strength }) => solarized(image, 255 * (1 - strength)),
  autocontrasted,
  equalized,
];

/**
 * Some of 14 operations on geometry and colour, drawn anew for each picture, all of one strength: one number to tune, instead of a list
 * of transforms. Cubuk et al., "RandAugment" (2019); torchvision's `RandAugment`. For pictures of bytes.
 *
 * @throws RangeError when the numbers don't fit together
 * @example
 * T.randAugment({ numOps: 2, magnitude: 9 });
 */
export function randAugment(options: RandAugmentOptions = {}): PixelTransform {
  const { numOps = 2, magnitude = 9, numMagnitudeBins = 31, interpolation = "nearest", fill } = options;
  positiveInteger({ numOps, numMagnitudeBins });
  oneOf({ interpolation }, ["nearest", "bilinear"]);
  if (!Number.isInteger(magnitude) || magnitude < 0 || magnitude >= numMagnitudeBins) {
    throw new RangeError(`Expected magnitude to be a whole number between 0 and ${numMagnitudeBins - 1} but got ${magnitude}`);
  }
  const strength = numMagnitudeBins === 1 ? 0 : magnitude / (numMagnitudeBins - 1);
  const warp: WarpOptions = { interpolation, ...(fill !== undefined && { fill }) };
  return pixelTransform({ name: "randAugment", options: [options], random: true }, (image, random: Random) => {
    let made = image;
    for (let count = 0; count < numOps; count++) {
      const operation = random.pick(operations);
      made = operation(made, { strength, sign: random.uniform() < 0.5 ? -1 : 1, warp });
    }
    return made;
  });
}

const unmoved: Affine = { angle: 0, translate: [0, 0], scale: 1, shear: [0, 0] };
const degrees = (slope: number): number => (Math.atan(slope) * 180) / Math.PI;

function moved(image: Image, affine: Partial<Affine>, warp: WarpOptions): Image {
  return warpAffine(image, affineMatrix({ ...unmoved, ...affine }, middle(image)), warp);
}

/** Slants about the top left corner, as the paper's authors did. */
function slanted(image: Image, shear: Affine["shear"], warp: WarpOptions): Image {
  return warpAffine(image, affineMatrix({ ...unmoved, shear }, [0, 0]), warp);
}
