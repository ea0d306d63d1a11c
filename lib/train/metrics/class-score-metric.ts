import { describe, oneOf, positive } from "../../base/index.ts";
import { type Average, averageScores, averages, type ClassScores, classScores, type FScoreOptions } from "./class-scores.ts";
import { confusionCounts } from "./confusion-counts.ts";
import { classesOf, measureDecisions, readDecisions } from "./every-decision.ts";
import type { Metric } from "./metric.ts";

export interface ClassScoreOptions {
  /** How the classes are made one figure; `macro` unless told. */
  readonly average?: Average;
  /** The one class that is looked at, in the place of an average; 1 (yes) unless told, where the model answers yes or no. */
  readonly positive?: number;
}

export interface ClassScoreDefinition extends FScoreOptions {
  /** Of the metric; which average or class is added to it. */
  readonly name: string;
  /** Which of the scores it is. */
  readonly score: keyof ClassScores;
}

/**
 * A metric from the scores of classes: precision, recall or F-score. It counts every decision, so it is exact whatever the batch sizes.
 *
 * @throws RangeError when `average` is not one of the three, or `positive` is not a class; both at once
 */
export function classScoreMetric({ name, score, beta = 1 }: ClassScoreDefinition, options: ClassScoreOptions): Metric {
  positive({ beta });
  const { average, positive: label } = options;
  if (average !== undefined) oneOf({ average }, averages);
  if (label !== undefined && !(Number.isInteger(label) && label >= 0))
    throw new RangeError(`Expected positive to be the number of a class, from 0, but got ${describe(label)}`);
  if (average !== undefined && label !== undefined)
    throw new RangeError(
      `Expected either an average of all classes or one positive class but got average "${average}" and positive ${label}.`,
    );
  return {
    name: [name, ...(average ? [average] : []), ...(label === undefined ? [] : [label])].join("_"),
    measure(outputs, labels, meaning) {
      const classes = Math.max(2, outputs.shape[outputs.rank - 1] as number);
      if (label !== undefined && label >= classes)
        throw new RangeError(
          `Expected positive to be a class between 0 and ${classes - 1} but got ${label}: the model tells ${classes} classes`,
        );
      return measureDecisions(outputs, labels, meaning); // [1 + 2 N]
    },
    combine(batches) {
      const decided = readDecisions(batches);
      const counts = confusionCounts(decided.actual, decided.predicted, classesOf(decided));
      const looked = label ?? (decided.outputs === 1 && average === undefined ? 1 : undefined);
      if (looked === undefined) return averageScores(counts, average ?? "macro", { beta })[score];
      return classScores(counts, { beta })[looked]?.[score] ?? Number.NaN;
    },
  };
}
