export interface Score {
  /** Share of right predictions, 0 … 1. */
  readonly score: number;
  /** Standard error of the score: how far it would scatter over other test sets of this size. */
  readonly standardError: number;
}

/**
 * Accuracy with its standard error.
 *
 * Resampling the test set (Efron's bootstrap) draws the number of hits from a binomial distribution, so the bootstrap's standard
 * error needs no resampling: it is √(p(1 − p) / n) (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, section 5).
 *
 * @param predicted class of each picture
 * @param labels true class of each, in the same order
 * @throws RangeError when the lengths differ or are 0
 */
export function accuracy(predicted: ArrayLike<number>, labels: ArrayLike<number>): Score {
  const count = labels.length;
  if (predicted.length !== count || count === 0) {
    throw new RangeError(`Expected as many predictions as labels, at least 1, but got ${predicted.length} for ${count} labels`);
  }
  let hits = 0;
  for (let index = 0; index < count; index++) if (predicted[index] === labels[index]) hits++;
  const score = hits / count;
  return { score, standardError: Math.sqrt((score * (1 - score)) / count) };
}
