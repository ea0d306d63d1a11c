import { type ClassScoreOptions, classScoreMetric } from "./class-score-metric.ts";
import type { Metric } from "./metric.ts";

/**
 * Recall: of the examples of a class, the part that was found, 0 … 1; 0 where there are none.
 *
 * Equal to scikit-learn's `recall_score`: the mean over the classes unless told; of the class 1 where the model answers yes or no.
 *
 * @throws RangeError when `average` is not one of macro, micro and weighted, or `positive` is not a class
 */
export function recall(options: ClassScoreOptions = {}): Metric {
  return classScoreMetric({ name: "recall", score: "recall" }, options);
}
