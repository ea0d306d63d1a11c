import { oneOf } from "../../base/index.ts";
import type { Image } from "../image/image.ts";
import { draw, type Interpolation, type PerChannel, type Range, symmetric } from "./arguments.ts";
import { pixelTransform } from "./make.ts";
import type { PixelTransform, Size } from "./transform.ts";
import { type AffineMatrix, warpAffine } from "./warp.ts";

export interface RandomRotationOptions {
  readonly interpolation?: Interpolation;
  /** The result grows so that nothing is cut off. */
  readonly expand?: boolean;
  /** `[x, y]` of the point that stays, in pixels from the top left; the middle by default. */
  readonly center?: readonly [x: number, y: number];
  /** Of what lies outside the picture; black by default. */
  readonly fill?: PerChannel;
}

/**
 * Turns a picture about its middle, counterclockwise. torchvision's `RandomRotation`; the very bytes of Pillow's `Image.rotate`.
 *
 * @param degrees −degrees … degrees, or `[low, high]`: `[90, 90]` is a quarter turn each time
 * @throws RangeError when it is neither a number of 0 or more nor a range
 * @example
 * T.randomRotation(15, { interpolation: "bilinear" });
 */
export function randomRotation(degrees: number | Range, options: RandomRotationOptions = {}): PixelTransform {
  const { interpolation = "nearest", expand = false, center, fill } = options;
  const range = symmetric("degrees", degrees);
  oneOf({ interpolation }, ["nearest", "bilinear"]);
  return pixelTransform({ name: "randomRotation", options: [degrees, options], random: true }, (image, random) => {
    const { matrix, size } = rotation(image, draw(random, range), { expand, ...(center && { center }) });
    return warpAffine(image, matrix, { interpolation, size, ...(fill !== undefined && { fill }) });
  });
}

/** The matrix of a turn by some degrees, counterclockwise, and the size of what it makes of a picture. */
function rotation(
  image: Image,
  degrees: number,
  { expand, center }: Pick<RandomRotationOptions, "expand" | "center">,
): { matrix: AffineMatrix; size: Size } {
  const angle = (-(((degrees % 360) + 360) % 360) * Math.PI) / 180;
  // Rounded as Pillow does, so that quarter turns are exact.
  const [cos, sin] = [Number(Math.cos(angle).toFixed(15)), Number(Math.sin(angle).toFixed(15))];
  const [cx, cy] = center ?? [image.width / 2, image.height / 2];
  const about = (c: number, f: number): AffineMatrix => [cos, sin, c, -sin, cos, f];
  const turned = about(cos * -cx + sin * -cy + cx, -sin * -cx + cos * -cy + cy);
  if (!expand) return { matrix: turned, size: image };
  const corners = [
    [0, 0],
    [image.width, 0],
    [image.width, image.height],
    [0, image.height],
  ].map(([x = 0, y = 0]) => [cos * x + sin * y + turned[2], -sin * x + cos * y + turned[5]] as const);
  const extent = (axis: 0 | 1) =>
    Math.ceil(Math.max(...corners.map((corner) => corner[axis]))) - Math.floor(Math.min(...corners.map((corner) => corner[axis])));
  const size = { width: extent(0), height: extent(1) };
  const [left, top] = [-(size.width - image.width) / 2, -(size.height - image.height) / 2];
  return { matrix: about(cos * left + sin * top + turned[2], -sin * left + cos * top + turned[5]), size };
}
