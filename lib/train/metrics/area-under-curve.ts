import { oneOf } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import { areScores } from "./decisions.ts";
import { type Examples, measureExamples, readExamples } from "./every-example.ts";
import type { Metric } from "./metric.ts";
import { rocArea } from "./roc-area.ts";

export interface AreaUnderCurveOptions {
  /** The mean over the classes: each alike, or by its number of examples. */
  readonly average?: "macro" | "weighted";
}

/**
 * Area under the ROC curve, 0 … 1: how well the scores put examples of a class before the others; 0.5 is chance.
 *
 * Equal to scikit-learn's `roc_auc_score`. With several classes it is the mean over each class against the rest (`multi_class="ovr"`), by
 * probabilities. Where a class, or everything but it, does not occur, it is not defined: NaN.
 *
 * @throws RangeError when `average` is neither macro nor weighted
 */
export function areaUnderCurve({ average = "macro" }: AreaUnderCurveOptions = {}): Metric {
  oneOf({ average }, ["macro", "weighted"]);
  return {
    name: "area_under_curve",
    measure(outputs, labels, meaning) {
      const scores = areScores(outputs, meaning);
      return tf.concat([tf.tensor1d([scores ? 1 : 0]), measureExamples(outputs, labels)]); // [1 + 2 + N·width + N·outputWidth]
    },
    combine(batches) {
      const examples = readExamples(batches.map((batch) => batch.subarray(1)));
      const { outputs, outputWidth } = examples;
      // A single score is taken as it is: as probabilities, high ones would be rounded to the same number.
      if (outputWidth === 1) return areaOf(examples, { of: outputs, column: 0, label: 1 }).area;
      const of = batches[0]?.[0] === 1 ? softmaxOfRows(outputs, outputWidth) : outputs;
      const classes = Array.from({ length: outputWidth }, (_, label) => areaOf(examples, { of, column: label, label }));
      const weights = classes.map(({ support }) => (average === "macro" ? 1 : support));
      const whole = weights.reduce((sum, weight) => sum + weight, 0);
      return classes.reduce((sum, { area }, label) => sum + (area * (weights[label] as number)) / whole, 0);
    },
  };
}

/**
 * Probabilities `[N, width]` of scores `[N, width]`. Not the engine's: that rounds a row by its place in the batch, so that equal rows
 * would no longer tie.
 */
function softmaxOfRows(scores: Float32Array, width: number): Float64Array {
  const probabilities = Float64Array.from(scores);
  for (let start = 0; start < probabilities.length; start += width) {
    const row = probabilities.subarray(start, start + width);
    const highest = row.reduce((top, score) => Math.max(top, score), Number.NEGATIVE_INFINITY);
    row.forEach((score, column) => {
      row[column] = Math.exp(score - highest);
    });
    const sum = row.reduce((total, part) => total + part, 0);
    row.forEach((part, column) => {
      row[column] = part / sum;
    });
  }
  return probabilities;
}

interface AreaOptions {
  /** Scores or probabilities `[N, outputWidth]`. */
  readonly of: Float32Array | Float64Array;
  readonly column: number;
  readonly label: number;
}

/** The area of one class against the rest, and its number of examples. */
function areaOf({ targets, outputWidth }: Examples, { of, column, label }: AreaOptions) {
  const scores = Float64Array.from(targets, (_, index) => of[index * outputWidth + column] as number);
  const positives = scores.filter((_, index) => targets[index] === label);
  const negatives = scores.filter((_, index) => targets[index] !== label);
  return { area: rocArea(positives, negatives), support: positives.length };
}
