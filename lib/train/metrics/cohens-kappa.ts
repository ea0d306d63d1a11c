import { oneOf } from "../../base/index.ts";
import { confusionCounts } from "./confusion-counts.ts";
import { classesOf, measureDecisions, readDecisions } from "./every-decision.ts";
import type { Metric } from "./metric.ts";

export interface CohensKappaOptions {
  /** How wrong it is to take one class for another: each alike (`none`), or by the distance of their numbers or its square. */
  readonly weights?: "none" | "linear" | "quadratic";
}

const disagreements: Readonly<Record<NonNullable<CohensKappaOptions["weights"]>, (distance: number) => number>> = {
  none: (distance) => (distance === 0 ? 0 : 1),
  linear: (distance) => Math.abs(distance),
  quadratic: (distance) => distance ** 2,
};

/**
 * Cohen's kappa: how far labels and decisions agree beyond chance, at most 1; 0 is chance. With weights it suits classes that have an
 * order, such as grades. Where chance alone would always agree (a single class) it is not defined: NaN.
 *
 * Cohen, "A coefficient of agreement for nominal scales" (1960), and "Weighted kappa" (1968); equal to scikit-learn's
 * `cohen_kappa_score` that is told all classes as `labels`.
 *
 * @throws RangeError when `weights` is not one of none, linear and quadratic
 */
export function cohensKappa({ weights = "none" }: CohensKappaOptions = {}): Metric {
  oneOf({ weights }, Object.keys(disagreements));
  const disagreement = disagreements[weights];
  return {
    name: weights === "none" ? "cohens_kappa" : `cohens_kappa_${weights}`,
    measure: measureDecisions,
    combine(batches) {
      const decided = readDecisions(batches);
      const counts = confusionCounts(decided.actual, decided.predicted, classesOf(decided));
      const actual = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
      const predicted = counts.map((_, column) => counts.reduce((sum, row) => sum + (row[column] as number), 0));
      let [observed, byChance] = [0, 0];
      for (const [row, columns] of counts.entries()) {
        for (const [column, count] of columns.entries()) {
          const wrong = disagreement(row - column);
          observed += wrong * count;
          byChance += (wrong * (actual[row] as number) * (predicted[column] as number)) / decided.actual.length;
        }
      }
      return 1 - observed / byChance;
    },
  };
}
