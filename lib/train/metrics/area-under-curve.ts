import { oneOf } from "../../base/index.ts";
import { probabilities } from "./decisions.ts";
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
      // A single score is taken as it is: as probabilities, high ones would be rounded to the same number.
      const oneScore = outputs.shape[1] === 1 && meaning?.task !== "values";
      return measureExamples(oneScore ? outputs : probabilities(outputs, meaning), labels);
    },
    combine(batches) {
      const examples = readExamples(batches);
      if (examples.outputWidth === 1) return areaOf(examples, { column: 0, label: 1 }).area;
      const classes = Array.from({ length: examples.outputWidth }, (_, label) => areaOf(examples, { column: label, label }));
      const weights = classes.map(({ support }) => (average === "macro" ? 1 : support));
      const whole = weights.reduce((sum, weight) => sum + weight, 0);
      return classes.reduce((sum, { area }, label) => sum + (area * (weights[label] as number)) / whole, 0);
    },
  };
}

/** The area of one class against the rest, and its number of examples. */
function areaOf({ targets, outputs, outputWidth }: Examples, { column, label }: { readonly column: number; readonly label: number }) {
  const scores = targets.map((_, index) => outputs[index * outputWidth + column] as number);
  const positives = scores.filter((_, index) => targets[index] === label);
  const negatives = scores.filter((_, index) => targets[index] !== label);
  return { area: rocArea(positives, negatives), support: positives.length };
}
