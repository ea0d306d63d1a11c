import { positiveInteger } from "../../base/expect.ts";
import { Random } from "../../base/random.ts";
import type { Figure } from "../../plot/index.ts";
import { expectRows, inTable, type Rows, sizeOf } from "../rows.ts";
import { type WalkSum, walk } from "./walk.ts";

export interface ConvolutionWalkOptions {
  /** Rows and columns of an image with numbers drawn at random, or the numbers themselves, `[H][W]`. */
  readonly image: number | Rows;
  /** Rows and columns of a filter with weights drawn at random, or the weights themselves, `[h][w]`. */
  readonly kernel: number | Rows;
  /** Squares that the filter moves at a time; 1 unless told. */
  readonly stride?: number;
  /** Rows and columns of zeros put around the image on each side; none unless told. */
  readonly padding?: number;
  /** What is drawn at random follows from it. */
  readonly seed?: number;
}

/** The most products that are written out: those of a 3 × 3 filter fill a line. */
const mostProducts = 9;

/**
 * A figure in which a filter moves over a small image, place by place, and the sum at each is worked out and written down. A slider
 * moves it, and a button plays it.
 *
 * The result has ⌊(H + 2·padding − h) / stride⌋ + 1 rows (Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016).
 *
 * @throws RangeError when a size or the stride is not a positive integer, a table is not one of numbers, or the filter is larger than the
 * image with its border
 * @example
 * show(convolutionWalk({ image: 5, kernel: 3 }));
 * show(convolutionWalk({ image: [[1, 2, 3], [4, 5, 6], [7, 8, 9]], kernel: [[0, 1], [1, 0]], stride: 1, padding: 1 }));
 */
export function convolutionWalk({ image, kernel, stride = 1, padding = 0, seed = 3 }: ConvolutionWalkOptions): Figure {
  positiveInteger({ stride });
  if (!Number.isInteger(padding) || padding < 0) throw new RangeError(`Expected padding to be a whole number from 0 on but got ${padding}`);
  const random = new Random(seed);
  const pixels = tableOf({ image }, (size) => random.matrix(size, size));
  const weights = tableOf({ kernel }, (size) => random.matrix(size, size, 3).map((row) => row.map((weight) => weight - 1)));
  const reach = sizeOf(pixels).rows + 2 * padding;
  if (typeof image === "number" && typeof kernel === "number" && kernel > reach) {
    const size = padding > 0 ? "the size of the image with its border" : "the size of the image";
    throw new RangeError(`Expected kernel to be at most ${reach}, ${size}, but got ${kernel}`);
  }
  return walk({ image: pixels, kernel: weights, window: sizeOf(weights), stride, padding, compute: (under) => productSum(under, weights) });
}

/** The numbers of a table that is given, or drawn where only its size is. */
function tableOf(given: Readonly<Record<string, number | Rows>>, draw: (size: number) => Rows): Rows {
  const [[name, value]] = Object.entries(given) as [[string, number | Rows]];
  if (typeof value === "number") {
    positiveInteger(given);
    return draw(value);
  }
  expectRows(name, value);
  return value;
}

function productSum(under: Rows, weights: Rows): WalkSum {
  const pairs = weights.flatMap((row, i) => row.map((weight, j) => [weight, under[i]?.[j] ?? 0] as const));
  const value = pairs.reduce((sum, [weight, pixel]) => sum + weight * pixel, 0);
  if (pairs.length > mostProducts) return { value, words: `sum of ${pairs.length} products, weight times pixel` };
  const products = pairs.map(([weight, pixel]) => `${inBrackets(weight)}·${inBrackets(pixel)}`);
  return { value, words: `${products.join(" + ")} = ${inTable(value)}` };
}

/** Negative numbers in brackets: 2·(−1) + 3·1. */
const inBrackets = (value: number): string => (value < 0 ? `(${inTable(value)})` : inTable(value));
