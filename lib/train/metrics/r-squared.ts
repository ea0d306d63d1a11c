import { matchingTargets } from "../losses/matching-targets.ts";
import { type Examples, measureExamples, readExamples } from "./every-example.ts";
import type { Metric } from "./metric.ts";

/**
 * R², the coefficient of determination: the part of the targets' variance that the model explains. 1 is perfect, 0 no better than always
 * saying their mean, and below 0 worse than that.
 *
 * Equal to scikit-learn's `r2_score`: the mean over the values of an example where these are several `[N, values]`; for targets that are
 * all the same 1 if each is met and 0 if not; NaN with fewer than two examples.
 */
export function rSquared(): Metric {
  return {
    name: "r_squared",
    measure: (outputs, labels) => measureExamples(outputs, matchingTargets(outputs, labels)), // [2 + 2 · N · values]
    combine(batches) {
      const examples = readExamples(batches);
      if (examples.count < 2) return Number.NaN;
      const { width } = examples;
      return Array.from({ length: width }, (_, column) => explained(examples, column)).reduce((sum, part) => sum + part, 0) / width;
    },
  };
}

/** R² of one of the values. In double precision and around the mean, for squares of large targets would hide their variance. */
function explained({ targets, outputs, count, width }: Examples, column: number): number {
  let sum = 0;
  for (let place = column; place < targets.length; place += width) sum += targets[place] as number;
  const mean = sum / count; // exactly the target where all are the same
  let [residual, total] = [0, 0];
  for (let place = column; place < targets.length; place += width) {
    const target = targets[place] as number;
    residual += (target - (outputs[place] as number)) ** 2;
    total += (target - mean) ** 2;
  }
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}
