import { Image } from "../image/image.ts";
import type { Interpolation, PerChannel } from "./arguments.ts";
import { canvas } from "./canvas.ts";
import type { Size } from "./transform.ts";

/** `x' = a·x + b·y + c`, `y' = d·x + e·y + f`: where in the source the pixel (x, y) of the result comes from. */
export type AffineMatrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
/** The same with both divided by `g·x + h·y + 1`. */
export type PerspectiveMatrix = readonly [...affine: AffineMatrix, g: number, h: number];

export interface WarpOptions {
  readonly interpolation: Interpolation;
  /** Of what lies outside the source; black by default. */
  readonly fill?: PerChannel;
  /** Of the result; the picture's own unless given. */
  readonly size?: Size;
}

/** Fills the source's places, in pixels with their centres at .5, for row `y` of the result. Rows are asked for in their order. */
type Locate = (y: number, xs: Float64Array, ys: Float64Array) => void;

/** Turns, scales, shears and moves a picture: the very bytes of Pillow's `Image.transform(size, AFFINE, …)`. */
export function warpAffine(image: Image, matrix: AffineMatrix, options: WarpOptions): Image {
  return warp(image, options.interpolation === "nearest" ? fixedPoint(matrix) : affine(matrix), options);
}

/** Looks at a picture from the side: the very bytes of Pillow's `Image.transform(size, PERSPECTIVE, …)`. */
export function warpPerspective(image: Image, [a, b, c, d, e, f, g, h]: PerspectiveMatrix, options: WarpOptions): Image {
  return warp(
    image,
    (row, xs, ys) => {
      const y = row + 0.5;
      for (let column = 0; column < xs.length; column++) {
        const x = column + 0.5;
        const depth = g * x + h * y + 1;
        xs[column] = (a * x + b * y + c) / depth;
        ys[column] = (d * x + e * y + f) / depth;
      }
    },
    options,
  );
}

function affine([a, b, c, d, e, f]: AffineMatrix): Locate {
  return (row, xs, ys) => {
    const y = row + 0.5;
    for (let column = 0; column < xs.length; column++) {
      const x = column + 0.5;
      xs[column] = a * x + b * y + c;
      ys[column] = d * x + e * y + f;
    }
  };
}

/** As Pillow finds nearest pixels: numbers rounded to 1/65536 and added up step by step, unless the picture is only moved and scaled. */
function fixedPoint(matrix: AffineMatrix): Locate {
  const isTurned = matrix[1] !== 0 || matrix[3] !== 0;
  const fixed = (value: number) => (isTurned ? Math.floor(value * 65536 + 0.5) / 65536 : value);
  const [a, b, c, d, e, f] = matrix;
  const step = { a: fixed(a), b: fixed(b), d: fixed(d), e: fixed(e) };
  const start = { x: fixed(c + a * 0.5 + b * 0.5), y: fixed(f + d * 0.5 + e * 0.5) };
  return (_, xs, ys) => {
    let { x, y } = start;
    for (let column = 0; column < xs.length; column++) {
      xs[column] = x;
      ys[column] = y;
      x += step.a;
      y += step.d;
    }
    start.x += step.b;
    start.y += step.e;
  };
}

function warp(image: Image, locate: Locate, { interpolation, fill = 0, size = image }: WarpOptions): Image {
  const { height, width } = size;
  const { channels } = image;
  const values = canvas(image, size, fill); // [height, width, C]
  const xs = new Float64Array(width);
  const ys = new Float64Array(width);
  const sample = interpolation === "nearest" ? sampleNearest : sampleBilinear;
  for (let y = 0; y < height; y++) {
    locate(y, xs, ys);
    sample(image, { xs, ys }, values.subarray(y * width * channels, (y + 1) * width * channels));
  }
  return new Image({ values, height, width, channels });
}

interface Places {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

function sampleNearest({ values, height, width, channels }: Image, { xs, ys }: Places, row: Uint8Array | Float32Array): void {
  for (let column = 0; column < xs.length; column++) {
    const x = xs[column] as number;
    const y = ys[column] as number;
    if (!(x >= 0 && x < width && y >= 0 && y < height)) continue;
    const from = ((y | 0) * width + (x | 0)) * channels;
    const to = column * channels;
    for (let channel = 0; channel < channels; channel++) row[to + channel] = values[from + channel] as number;
  }
}

/** Between the four nearest pixels; beyond the outermost pixels' centres it is theirs. Bytes are cut off, not rounded, as in Pillow. */
function sampleBilinear({ values, height, width, channels }: Image, { xs, ys }: Places, row: Uint8Array | Float32Array): void {
  for (let column = 0; column < xs.length; column++) {
    const x = xs[column] as number;
    const y = ys[column] as number;
    if (!(x >= 0 && x < width && y >= 0 && y < height)) continue;
    const left = Math.floor(x - 0.5);
    const top = Math.floor(y - 0.5);
    const right = x - 0.5 - left; // share of the pixel to the right
    const below = y - 0.5 - top;
    const leftmost = Math.max(0, left) * channels;
    const rightmost = Math.min(width - 1, left + 1) * channels;
    const upper = Math.max(0, top) * width * channels;
    const lower = Math.min(height - 1, top + 1) * width * channels;
    for (let channel = 0; channel < channels; channel++) {
      const first = values[upper + leftmost + channel] as number;
      const third = values[lower + leftmost + channel] as number;
      const above = first + ((values[upper + rightmost + channel] as number) - first) * right;
      const under = third + ((values[lower + rightmost + channel] as number) - third) * right;
      row[column * channels + channel] = above + (under - above) * below; // a byte array cuts the fraction off
    }
  }
}
