/** How many examples of a class, and how many others, lie at or above each score: from the highest score down. */
interface Counts {
  /** The scores that occur, from the highest. */
  readonly thresholds: readonly number[];
  readonly truePositives: readonly number[];
  readonly falsePositives: readonly number[];
}

/** Whether each example is of the class, and its score for it: the higher, the surer. */
export interface ScoredExamples {
  readonly positive: ArrayLike<boolean | number>;
  readonly scores: ArrayLike<number>;
}

export interface RocCurve {
  /** Part of the others that is taken for the class, 0 … 1, one for each threshold. */
  readonly falsePositiveRate: readonly number[];
  /** Part of the class that is found. */
  readonly truePositiveRate: readonly number[];
  /** What scores at least this is taken for the class; the first is infinite: nothing is. */
  readonly thresholds: readonly number[];
}

/**
 * The receiver operating characteristic: how many of a class are found, against how many others are taken for it, as the threshold falls.
 * Points on a straight line between others are left out. scikit-learn's `roc_curve`.
 *
 * Without examples of the class, or without others, the rates of these are NaN.
 *
 * @example
 * rocCurve({ positive: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8] }).truePositiveRate; // => [0, 0.5, 0.5, 1, 1]
 */
export function rocCurve(examples: ScoredExamples): RocCurve {
  const { thresholds, truePositives, falsePositives } = countsByThreshold(examples);
  const bent = truePositives.map((_, place) => isBend(truePositives, place) || isBend(falsePositives, place));
  const chosen = <T>(values: readonly T[]): T[] => values.filter((_, place) => bent[place]);
  const rates = (counts: readonly number[]): number[] => [0, ...chosen(counts)].map((count) => count / (counts[counts.length - 1] ?? 0));
  return {
    falsePositiveRate: rates(falsePositives),
    truePositiveRate: rates(truePositives),
    thresholds: [Number.POSITIVE_INFINITY, ...chosen(thresholds)],
  };
}

/** Whether the line through a value and its neighbours bends there; the ends count as bends. */
function isBend(values: readonly number[], place: number): boolean {
  const [before, here, after] = [values[place - 1], values[place], values[place + 1]];
  if (before === undefined || here === undefined || after === undefined) return true;
  return after - here !== here - before;
}

export interface PrecisionRecallCurve {
  /** Part of what is taken for the class that is of it; the last is 1, by convention: nothing is taken. */
  readonly precision: readonly number[];
  /** Part of the class that is found, falling to 0. */
  readonly recall: readonly number[];
  /** One less than the points: the last has none. */
  readonly thresholds: readonly number[];
}

/**
 * Precision against recall as the threshold rises from the lowest score to the highest. scikit-learn's `precision_recall_curve`.
 *
 * Without examples of the class its recall is 1 throughout.
 */
export function precisionRecallCurve(examples: ScoredExamples): PrecisionRecallCurve {
  const { thresholds, truePositives, falsePositives } = countsByThreshold(examples);
  const all = truePositives[truePositives.length - 1] ?? 0;
  const precision = truePositives.map((count, place) => count / (count + (falsePositives[place] ?? 0)));
  const recall = truePositives.map((count) => (all === 0 ? 1 : count / all));
  return {
    precision: [...precision.reverse(), 1],
    recall: [...recall.reverse(), 0],
    thresholds: [...thresholds].reverse(),
  };
}

/** Area under the points of a curve joined by straight lines, by the trapezoidal rule. scikit-learn's `auc`. */
export function areaUnder(x: readonly number[], y: readonly number[]): number {
  const area = x.slice(1).reduce((sum, value, place) => sum + ((value - (x[place] ?? 0)) * ((y[place + 1] ?? 0) + (y[place] ?? 0))) / 2, 0);
  return (x[x.length - 1] ?? 0) < (x[0] ?? 0) ? -area : area;
}

/**
 * Precision at each threshold, weighted by the recall that it adds: what lies under the steps of the curve. Straight lines between its
 * points would promise too much. scikit-learn's `average_precision_score`.
 */
export function averagePrecision({ precision, recall }: PrecisionRecallCurve): number {
  return precision.slice(0, -1).reduce((sum, value, place) => sum + ((recall[place] ?? 0) - (recall[place + 1] ?? 0)) * value, 0);
}

function countsByThreshold({ positive, scores }: ScoredExamples): Counts {
  if (positive.length !== scores.length) {
    throw new RangeError(`Expected a score for each of ${positive.length} examples but got ${scores.length}`);
  }
  const order = Array.from(scores, (_, index) => index).sort((one, other) => (scores[other] ?? 0) - (scores[one] ?? 0));
  const thresholds: number[] = [];
  const truePositives: number[] = [];
  const falsePositives: number[] = [];
  let [right, wrong] = [0, 0];
  for (const [place, index] of order.entries()) {
    if (positive[index]) right++;
    else wrong++;
    const score = scores[index] ?? 0;
    const next = order[place + 1];
    if (next !== undefined && scores[next] === score) continue; // equal scores are taken together
    thresholds.push(score);
    truePositives.push(right);
    falsePositives.push(wrong);
  }
  return { thresholds, truePositives, falsePositives };
}
