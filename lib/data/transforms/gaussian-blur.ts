import { describe } from "../../base/index.ts";
import { Image } from "../image/image.ts";
import { draw, expectRanges, type Range } from "./arguments.ts";
import { rounded } from "./blend.ts";
import { pixelTransform } from "./make.ts";
import { paddedWindow } from "./pad.ts";
import type { PixelTransform } from "./transform.ts";

export interface GaussianBlurOptions {
  /** Standard deviation of the bell curve in pixels, or the range it is drawn from. */
  readonly sigma?: number | Range;
}

/**
 * Blurs a picture with a bell curve; beyond its edges it is mirrored. torchvision's `GaussianBlur`.
 *
 * @param kernelSize pixels that each one is mixed from, in a row and in a column: an odd number
 * @throws RangeError when the kernel is even, or `sigma` is no positive number or range of them; when applied to a picture that is smaller
 * than half the kernel
 * @example
 * T.gaussianBlur(5, { sigma: [0.1, 2] });
 */
export function gaussianBlur(kernelSize: number, options: GaussianBlurOptions = {}): PixelTransform {
  const { sigma = [0.1, 2] } = options;
  if (!Number.isInteger(kernelSize) || kernelSize < 1 || kernelSize % 2 === 0) {
    throw new RangeError(
      `Expected kernelSize to be a positive odd number, so that it has a middle, but got ${describe(kernelSize)}` +
        (Number.isInteger(kernelSize) && kernelSize > 0 ? `: try ${kernelSize + 1}` : ""),
    );
  }
  const range: Range = typeof sigma === "number" ? [sigma, sigma] : sigma;
  expectRanges({ sigma: range }, { positive: true });
  const isDrawn = range[0] !== range[1];
  return pixelTransform({ name: "gaussianBlur", options: [kernelSize, options], random: isDrawn }, (image, random) =>
    blurred(image, bellCurve(kernelSize, draw(random, range))),
  );
}

/** Shares of the pixels, `[size]`; they sum to 1. */
function bellCurve(size: number, sigma: number): Float64Array {
  const middle = (size - 1) / 2;
  const heights = Float64Array.from({ length: size }, (_, place) => Math.exp(-0.5 * ((place - middle) / sigma) ** 2));
  const sum = heights.reduce((total, height) => total + height, 0);
  return heights.map((height) => height / sum);
}

function blurred(image: Image, shares: Float64Array): Image {
  const { height, width, channels } = image;
  const margin = (shares.length - 1) / 2;
  if (margin >= height || margin >= width) {
    throw new RangeError(
      `Expected a picture of more than ${margin} pixels a side for a kernel of ${shares.length} but got ${height} × ${width}: use a smaller kernel.`,
    );
  }
  const line = width * channels;
  const padded = paddedWindow(
    image,
    { height: height + 2 * margin, width: width + 2 * margin, top: -margin, left: -margin },
    { mode: "reflect" },
  );
  const source = new Float32Array(padded.values); // [H + 2·margin, W + 2·margin, C]
  const paddedLine = padded.width * channels;
  const rows = new Float32Array(padded.height * line); // [H + 2·margin, W, C], blurred sideways
  for (let y = 0; y < padded.height; y++) {
    addUp(source.subarray(y * paddedLine), { shares, apart: channels }, rows.subarray(y * line, (y + 1) * line));
  }
  const sums = new Float32Array(height * line); // [H, W, C]
  addUp(rows, { shares, apart: line }, sums);
  const values = image.values instanceof Uint8Array ? rounded(sums) : sums;
  return new Image({ values, height, width, channels });
}

/** Each value of the target from as many of the source as there are shares, `apart` from each other. */
function addUp(
  source: Float32Array,
  { shares, apart }: { readonly shares: Float64Array; readonly apart: number },
  target: Float32Array,
): void {
  for (let index = 0; index < target.length; index++) {
    let sum = 0;
    for (let place = 0, from = index; place < shares.length; place++, from += apart) {
      sum += (shares[place] as number) * (source[from] as number);
    }
    target[index] = sum;
  }
}
