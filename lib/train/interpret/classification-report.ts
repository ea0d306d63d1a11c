import { inspect } from "node:util";
import { type Displayable, displaySymbol, type MimeBundle, type Table, table } from "../../plot/index.ts";
import { averageScores, type ClassScores, type Counts, classScores } from "../metrics/class-scores.ts";

/** Scores of one class, by its name. */
export interface NamedScores extends ClassScores {
  readonly name: string;
}

/**
 * Precision, recall and F1 of each class, and what they are on average. scikit-learn's `classification_report`: classes that neither occur
 * nor were predicted are left out, and what would be divided by 0 is 0. It shows itself as a table.
 */
export class ClassificationReport implements Displayable {
  readonly classes: readonly NamedScores[];
  /** The mean over the classes, each counted alike. */
  readonly macro: ClassScores;
  /** The mean over the classes, each counted by its pictures. */
  readonly weighted: ClassScores;
  /** The part of all pictures that is right. */
  readonly accuracy: number;

  /** @param counts rows by the actual class, columns by the predicted one */
  constructor(counts: Counts, names: readonly string[]) {
    const scores = classScores(counts).map((score, label) => ({ name: names[label] ?? `class ${label}`, ...score }));
    this.classes = scores.filter(({ support, predicted }) => support + predicted > 0);
    this.macro = averageScores(counts, "macro");
    this.weighted = averageScores(counts, "weighted");
    this.accuracy = averageScores(counts, "micro").recall;
  }

  /** One row a class, then accuracy and the two averages. */
  table(): Table {
    const row = (name: string, { precision, recall, fScore, support }: ClassScores) => [
      name,
      fixed(precision),
      fixed(recall),
      fixed(fScore),
      support,
    ];
    return table(
      ["class", "precision", "recall", "F1", "pictures"],
      [
        ...this.classes.map((scores) => row(scores.name, scores)),
        ["accuracy", null, null, fixed(this.accuracy), this.weighted.support],
        row("macro average", this.macro),
        row("weighted average", this.weighted),
      ],
    );
  }

  toString(): string {
    return this.table().toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [displaySymbol](): MimeBundle {
    return this.table()[displaySymbol]();
  }
}

const fixed = (value: number): string => value.toFixed(3);
