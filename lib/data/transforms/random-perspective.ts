import { fraction, oneOf, type Random } from "../../base/index.ts";
import type { Interpolation, PerChannel } from "./arguments.ts";
import { pixelTransform } from "./make.ts";
import type { PixelTransform, Size } from "./transform.ts";
import { type PerspectiveMatrix, warpPerspective } from "./warp.ts";

export interface RandomPerspectiveOptions {
  /** How far corners move inwards at most, as a part of half the side, 0 … 1. */
  readonly distortionScale?: number;
  /** How likely it is done, 0 … 1. */
  readonly p?: number;
  readonly interpolation?: Interpolation;
  /** Of what lies outside the picture; black by default. */
  readonly fill?: PerChannel;
}

/** Corners of a quadrangle, `[x, y]`: top left, top right, bottom right, bottom left. */
export type Corners = readonly [Point, Point, Point, Point];
type Point = readonly [x: number, y: number];

/**
 * Shows a picture as if it were seen from the side. torchvision's `RandomPerspective`.
 *
 * @throws RangeError unless `distortionScale` and `p` lie in 0 … 1
 */
export function randomPerspective(options: RandomPerspectiveOptions = {}): PixelTransform {
  const { distortionScale = 0.5, p = 0.5, interpolation = "bilinear", fill } = options;
  fraction({ distortionScale, p });
  oneOf({ interpolation }, ["nearest", "bilinear"]);
  return pixelTransform({ name: "randomPerspective", options: [options], random: true }, (image, random) => {
    if (random.uniform() >= p) return image;
    const { start, end } = randomCorners(image, distortionScale, random);
    const matrix = perspectiveMatrix(start, end);
    return matrix ? warpPerspective(image, matrix, { interpolation, ...(fill !== undefined && { fill }) }) : image;
  });
}

function randomCorners({ height, width }: Size, distortion: number, random: Random): { start: Corners; end: Corners } {
  const [farX, farY] = [Math.floor(distortion * Math.floor(width / 2)), Math.floor(distortion * Math.floor(height / 2))];
  const near = (far: number) => random.integer(far + 1);
  const away = (far: number, side: number) => Math.max(0, side - 1 - random.integer(far + 1));
  return {
    start: [
      [0, 0],
      [width - 1, 0],
      [width - 1, height - 1],
      [0, height - 1],
    ],
    end: [
      [near(farX), near(farY)],
      [away(farX, width), near(farY)],
      [away(farX, width), away(farY, height)],
      [near(farX), away(farY, height)],
    ],
  };
}

/**
 * The matrix that brings `start` to `end`, told from the result back to the source as `warpPerspective` takes it.
 *
 * Two equations a corner: `a·x + b·y + c − x'·(g·x + h·y) = x'`, and the like for `y'`.
 *
 * Rounded to float32 as torchvision does, so that the way they are solved leaves no trace.
 *
 * @returns undefined where corners lie on one line, as in a picture one pixel high
 */
export function perspectiveMatrix(start: Corners, end: Corners): PerspectiveMatrix | undefined {
  const equations = end.flatMap(([x, y], corner) => {
    const [sourceX, sourceY] = start[corner] as Point;
    return [
      [x, y, 1, 0, 0, 0, -sourceX * x, -sourceX * y, sourceX],
      [0, 0, 0, x, y, 1, -sourceY * x, -sourceY * y, sourceY],
    ];
  }); // [8, 9]
  return solve(equations)?.map(Math.fround) as readonly number[] as PerspectiveMatrix | undefined;
}

/** Gaussian elimination with pivoting, `[n, n + 1]` → `[n]`; undefined where there is no single solution. */
function solve(equations: number[][]): number[] | undefined {
  const size = equations.length;
  const at = (row: number, column: number) => equations[row]?.[column] ?? 0;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) if (Math.abs(at(row, column)) > Math.abs(at(pivot, column))) pivot = row;
    if (Math.abs(at(pivot, column)) < 1e-9) return undefined;
    [equations[column], equations[pivot]] = [equations[pivot] as number[], equations[column] as number[]];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = at(row, column) / at(column, column);
      equations[row] = (equations[row] as number[]).map((value, place) => value - factor * at(column, place));
    }
  }
  return equations.map((row, place) => (row[size] as number) / (row[place] as number));
}
