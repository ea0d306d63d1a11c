/** The learning rates that a range test tried, lowest first, and the smoothed loss at each. */
export interface RateLosses {
  readonly rates: readonly number[];
  readonly losses: readonly number[];
}

export interface Suggestions {
  /** The rate at which the loss falls fastest. */
  readonly steepest: number;
  /** A rate in the middle part of the longest fall. */
  readonly valley: number;
}

/** The first rates, where nothing moves yet, and the last ones, where the loss breaks away, tell nothing: fastai leaves out as many. */
const leftOutAtStart = 1 / 10;
const leftOutAtEnd = 5;
/** Of fewer points than this nothing is left out. */
const fewest = 5;

/**
 * Learning rates to train with, read from the curve of a range test as fastai's `lr_find` does.
 *
 * @param tried how many rates the test meant to try, of which it may have reached a part
 * @throws RangeError when there are fewer than two points
 */
export function suggestionsFrom({ rates, losses }: RateLosses, tried: number): Suggestions {
  if (rates.length < 2) throw new RangeError(`Expected at least 2 learning rates to compare but got ${rates.length}`);
  const [first, end] = [Math.floor(tried * leftOutAtStart), rates.length - leftOutAtEnd];
  const [from, to] = end - first >= fewest ? [first, end] : [0, rates.length];
  const middle = { rates: rates.slice(from, to), losses: losses.slice(from, to) };
  return { steepest: steepestIn(middle), valley: valleyIn(middle) };
}

/** The rate from which on the loss falls fastest, by the logarithm of the rate. */
export function steepestIn({ rates, losses }: RateLosses): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let index = 0; index + 1 < rates.length; index++) {
    const slope = (at(losses, index + 1) - at(losses, index)) / Math.log(at(rates, index + 1) / at(rates, index));
    if (slope < least) [best, least] = [index, slope];
  }
  return at(rates, best);
}

/**
 * A rate about half-way down the longest fall: the most points in a row of time, others between them left out, each of which has less loss
 * than the one before. The fall is taken to have begun as many points before its end as it has.
 */
export function valleyIn({ rates, losses }: RateLosses): number {
  const { end, length } = longestFall(losses);
  const begin = length > 1 ? end - length : 0;
  const third = (end - begin) / 3;
  return at(rates, Math.max(0, begin + Math.floor(third) + Math.floor(third / 2)));
}

/** The end of the longest strictly falling subsequence, the first one of several, and how many points it has. */
export function longestFall(values: readonly number[]): { readonly end: number; readonly length: number } {
  const lengths: number[] = [];
  let end = 0;
  for (const [index, value] of values.entries()) {
    const before = lengths.reduce((longest, length, other) => (at(values, other) > value ? Math.max(longest, length) : longest), 0);
    lengths.push(before + 1);
    if (before + 1 > at(lengths, end)) end = index;
  }
  return { end, length: lengths[end] ?? 0 };
}

const at = (values: readonly number[], index: number): number => values[index] ?? Number.NaN;
