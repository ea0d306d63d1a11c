import { fraction, oneOf } from "../../base/index.ts";
import { draw, expectRanges, type Interpolation, type PerChannel, type Range, symmetric } from "./arguments.ts";
import { pixelTransform } from "./make.ts";
import type { PixelTransform, Size } from "./transform.ts";
import { type AffineMatrix, warpAffine } from "./warp.ts";

export interface RandomAffineOptions {
  /** The farthest moves to the side and up or down, as parts of the width and of the height: `[0.1, 0.1]`. */
  readonly translate?: readonly [horizontal: number, vertical: number];
  /** Range of the enlargement; 1 leaves the size as it is. */
  readonly scale?: Range;
  /** Degrees by which the picture is slanted: sideways −shear … shear, or `[low, high]`, or `[low, high, low, high]` with up and down too. */
  readonly shear?: number | Range | readonly [number, number, number, number];
  readonly interpolation?: Interpolation;
  /** Of what lies outside the picture; black by default. */
  readonly fill?: PerChannel;
  /** `[x, y]` of the point that turning and scaling leave in place; the middle by default. */
  readonly center?: readonly [x: number, y: number];
}

/** What an affine transform does, in words of geometry. */
export interface Affine {
  /** Degrees, clockwise. */
  readonly angle: number;
  /** Pixels to the right and down. */
  readonly translate: readonly [x: number, y: number];
  readonly scale: number;
  /** Degrees, sideways and up or down. */
  readonly shear: readonly [x: number, y: number];
}

/**
 * Turns (clockwise), moves, enlarges and slants a picture, keeping its size. torchvision's `RandomAffine`.
 *
 * @param degrees −degrees … degrees, or `[low, high]`; 0 doesn't turn
 * @throws RangeError when a range is none, or `translate` lies outside 0 … 1
 * @example
 * T.randomAffine(10, { translate: [0.1, 0.1], scale: [0.9, 1.1], shear: 5, interpolation: "bilinear" });
 */
export function randomAffine(degrees: number | Range, options: RandomAffineOptions = {}): PixelTransform {
  const { translate = [0, 0], scale = [1, 1], shear = 0, interpolation = "nearest", fill, center } = options;
  const angles = symmetric("degrees", degrees);
  const [sideways, upright] = shearRanges(shear);
  fraction({ "translate[0]": translate[0], "translate[1]": translate[1] });
  expectRanges({ scale }, { positive: true });
  oneOf({ interpolation }, ["nearest", "bilinear"]);
  return pixelTransform({ name: "randomAffine", options: [degrees, options], random: true }, (image, random) => {
    const move = (part: number, side: number) => Math.round(draw(random, [-part * side, part * side]));
    const drawn: Affine = {
      angle: draw(random, angles),
      translate: [move(translate[0], image.width), move(translate[1], image.height)],
      scale: draw(random, scale),
      shear: [draw(random, sideways), draw(random, upright)],
    };
    return warpAffine(image, affineMatrix(drawn, center ?? middle(image)), { interpolation, ...(fill !== undefined && { fill }) });
  });
}

/** `[x, y]` of a picture's middle. */
export const middle = ({ height, width }: Size): readonly [x: number, y: number] => [width / 2, height / 2];

/**
 * The matrix from the result back to the source: the inverse of move · turn · slant · enlarge about a point.
 *
 * The slant is torchvision's: turn and slant together are R(angle) · shearY · shearX.
 */
export function affineMatrix({ angle, translate, scale, shear }: Affine, [cx, cy]: readonly [x: number, y: number]): AffineMatrix {
  const turn = (angle * Math.PI) / 180;
  const sideways = (shear[0] * Math.PI) / 180;
  const upright = (shear[1] * Math.PI) / 180;
  const a = Math.cos(turn - upright) / Math.cos(upright);
  const b = -a * Math.tan(sideways) - Math.sin(turn);
  const c = Math.sin(turn - upright) / Math.cos(upright);
  const d = -c * Math.tan(sideways) + Math.cos(turn);
  // The determinant of [[a, b], [c, d]] is 1.
  const [m0, m1, m3, m4] = [d / scale, -b / scale, -c / scale, a / scale];
  const [x, y] = [-cx - translate[0], -cy - translate[1]];
  return [m0, m1, m0 * x + m1 * y + cx, m3, m4, m3 * x + m4 * y + cy];
}

function shearRanges(shear: NonNullable<RandomAffineOptions["shear"]>): readonly [Range, Range] {
  if (typeof shear === "number" || shear.length === 2) return [symmetric("shear", shear), [0, 0]];
  const ranges: [Range, Range] = [
    [shear[0], shear[1]],
    [shear[2], shear[3]],
  ];
  expectRanges({ "shear sideways": ranges[0], "shear up and down": ranges[1] });
  return ranges;
}
