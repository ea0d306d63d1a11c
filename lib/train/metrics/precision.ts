import { type ClassScoreOptions, classScoreMetric } from "./class-score-metric.ts";
import type { Metric } from "./metric.ts";

/**
 * Precision: of the examples that were predicted as a class, the part that is of it, 0 … 1; 0 where none was predicted.
 *
 * Equal to scikit-learn's `precision_score`: the mean over the classes unless told; of the class 1 where the model answers yes or no.
 *
 * @throws RangeError when `average` is not one of macro, micro and weighted, or `positive` is not a class
 * @example
 * new Learner({ model, train, valid, metrics: [precision, precision({ positive: 3 })] }); // columns "precision" and "precision_3"
 */
export function precision(options: ClassScoreOptions = {}): Metric {
  return classScoreMetric({ name: "precision", score: "precision" }, options);
}
