type Scores = Float32Array | Float64Array;

/**
 * Area under the ROC curve: the probability that an example of the class got a higher score than one that is not of it, where equal
 * scores count one half. Without examples of both kinds there is none: NaN.
 *
 * The curve's area by trapezoids is Mann and Whitney's U, "On a test of whether one of two random variables is stochastically larger"
 * (1947), so that sorting and counting gives it exactly.
 *
 * @param positives scores of the examples of the class
 * @param negatives scores of the others
 */
export function rocArea(positives: Scores, negatives: Scores): number {
  const [high, low] = [positives.slice().sort(), negatives.slice().sort()];
  let [below, notAbove, won] = [0, 0, 0];
  for (const score of high) {
    while (below < low.length && (low[below] as number) < score) below++;
    while (notAbove < low.length && (low[notAbove] as number) <= score) notAbove++;
    won += (below + notAbove) / 2;
  }
  return won / (high.length * low.length);
}
