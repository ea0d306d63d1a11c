import { positive } from "../../base/index.ts";

/** How well one class, or several together, are told from the rest; 0 where a denominator is 0, as in scikit-learn. */
export interface ClassScores {
  /** Part of what was predicted as the class that is of it: right / predicted. */
  readonly precision: number;
  /** Part of the class that was found: right / support. */
  readonly recall: number;
  /** Harmonic mean of the two, in which recall counts beta² times as much as precision. */
  readonly fScore: number;
  /** Examples of the class. */
  readonly support: number;
  /** Examples predicted as the class. */
  readonly predicted: number;
  /** Examples of the class that were predicted as such. */
  readonly right: number;
}

export interface FScoreOptions {
  /** How many times as much recall counts as precision; 1 for F1. */
  readonly beta?: number;
}

/**
 * How classes are made one figure: `macro` is the mean over the classes, `weighted` the mean by their number of examples, `micro` counts
 * all examples together.
 */
export type Average = "macro" | "micro" | "weighted";

export const averages: readonly Average[] = ["macro", "micro", "weighted"];

/** A confusion matrix: `counts[actual][predicted]`, see `confusionCounts`. */
export type Counts = readonly (readonly number[])[];

/**
 * Precision, recall, F-score and support of each class.
 *
 * @throws RangeError when `beta` is not positive
 * @example
 * classScores(confusionCounts([0, 0, 1], [0, 1, 1], 2))[1]; // => { precision: 0.5, recall: 1, fScore: 0.67, support: 1, predicted: 2, right: 1 }
 */
export function classScores(counts: Counts, { beta = 1 }: FScoreOptions = {}): ClassScores[] {
  positive({ beta });
  const predicted = counts.map(() => 0);
  for (const row of counts) {
    row.forEach((count, column) => {
      predicted[column] = (predicted[column] as number) + count;
    });
  }
  return counts.map((row, label) =>
    scoresOf({ right: row[label] as number, support: sum(row), predicted: predicted[label] as number }, beta),
  );
}

/**
 * The scores of all classes in one. Classes that neither occur nor were predicted don't count, as in scikit-learn.
 *
 * @param average see `Average`
 * @throws RangeError when `beta` is not positive
 */
export function averageScores(counts: Counts, average: Average, options: FScoreOptions = {}): ClassScores {
  const scores = classScores(counts, options).filter(({ support, predicted }) => support + predicted > 0);
  const total = (key: keyof ClassScores): number => sum(scores.map((score) => score[key]));
  const whole = { right: total("right"), support: total("support"), predicted: total("predicted") };
  if (average === "micro") return scoresOf(whole, options.beta ?? 1);
  const weights = scores.map(({ support }) => (average === "macro" ? 1 : support));
  const mean = (key: keyof ClassScores): number =>
    ratio(sum(scores.map((score, index) => score[key] * (weights[index] as number))), sum(weights));
  return { precision: mean("precision"), recall: mean("recall"), fScore: mean("fScore"), ...whole };
}

function scoresOf(counted: Pick<ClassScores, "right" | "support" | "predicted">, beta: number): ClassScores {
  const { right, support, predicted } = counted;
  return {
    precision: ratio(right, predicted),
    recall: ratio(right, support),
    fScore: ratio((1 + beta ** 2) * right, beta ** 2 * support + predicted),
    ...counted,
  };
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
