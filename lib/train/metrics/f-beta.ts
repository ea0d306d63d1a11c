import { type ClassScoreOptions, classScoreMetric } from "./class-score-metric.ts";
import type { Metric } from "./metric.ts";

export interface FBetaOptions extends ClassScoreOptions {
  /** How many times as much recall counts as precision. */
  readonly beta: number;
}

/**
 * F-score: the harmonic mean of precision and recall, 0 … 1, in which recall counts beta² times as much; 0 where both are.
 *
 * Van Rijsbergen, "Information Retrieval" (1979); equal to scikit-learn's `fbeta_score`: the mean over the classes unless told; of the
 * class 1 where the model answers yes or no.
 *
 * @throws RangeError when `beta` is not positive, `average` is not one of macro, micro and weighted, or `positive` is not a class
 */
export function fBeta({ beta, ...options }: FBetaOptions): Metric {
  return classScoreMetric({ name: `f${beta}`, score: "fScore", beta }, options);
}

/**
 * F1: the harmonic mean of precision and recall, 0 … 1; scikit-learn's `f1_score`.
 *
 * @throws RangeError when `average` is not one of macro, micro and weighted, or `positive` is not a class
 */
export function f1(options: ClassScoreOptions = {}): Metric {
  return fBeta({ ...options, beta: 1 });
}
