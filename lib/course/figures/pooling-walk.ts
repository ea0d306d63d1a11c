import { oneOf, positiveInteger } from "../../base/expect.ts";
import { Random } from "../../base/random.ts";
import type { Figure } from "../../plot/index.ts";
import { expectRows, inTable, type Rows } from "../rows.ts";
import { type WalkSum, walk } from "./walk.ts";

export interface PoolingWalkOptions {
  /** Rows and columns of an image with numbers drawn at random, or the numbers themselves, `[H][W]`. */
  readonly image: number | Rows;
  /** Rows and columns of the window. */
  readonly size: number;
  /** Squares that the window moves at a time; its size unless told, so that windows don't overlap. */
  readonly stride?: number;
  /** What is kept of a window: its largest number, or the mean of all. */
  readonly kind?: "max" | "average";
  /** What is drawn at random follows from it. */
  readonly seed?: number;
}

/** The most numbers of a window that are written out. */
const mostNumbers = 16;

/**
 * A figure in which a window moves over a small image and keeps one number of each place: the largest, or the mean.
 *
 * @throws RangeError when a size or the stride is not a positive integer, the table is not one of numbers, or the window is larger than it
 * @example
 * show(poolingWalk({ image: [[1, 5, 0, 2], [3, 2, 4, 1], [0, 1, 7, 6], [2, 2, 3, 8]], size: 2 }));
 */
export function poolingWalk({ image, size, stride = size, kind = "max", seed = 3 }: PoolingWalkOptions): Figure {
  positiveInteger({ size, stride });
  oneOf({ kind }, ["max", "average"]);
  if (typeof image === "number") positiveInteger({ image });
  else expectRows("image", image);
  const pixels = typeof image === "number" ? new Random(seed).matrix(image, image) : image;
  const compute = kind === "max" ? largest : mean;
  return walk({ image: pixels, window: { rows: size, columns: size }, stride, padding: 0, compute });
}

function largest(under: Rows): WalkSum {
  const numbers = under.flat();
  const value = Math.max(...numbers);
  return { value, words: `the largest of ${listed(numbers)} is ${inTable(value)}` };
}

function mean(under: Rows): WalkSum {
  const numbers = under.flat();
  const value = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  return { value, words: `the mean of ${listed(numbers)} is ${inTable(value)}` };
}

const listed = (numbers: readonly number[]): string =>
  numbers.length > mostNumbers ? `${numbers.length} numbers` : numbers.map(inTable).join(", ");
