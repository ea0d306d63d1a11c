import { inspect } from "node:util";
import { type Displayable, displaySymbol, type MimeBundle, type Table, table } from "../../plot/index.ts";
import type { Counts } from "../metrics/class-scores.ts";

/** A class that was taken for another, and how often. */
export interface ConfusedPair {
  readonly actual: string;
  readonly predicted: string;
  readonly count: number;
}

/** Pairs of classes that were confused, the most frequent first: a list that shows itself as a table. */
export class ConfusedPairs extends Array<ConfusedPair> implements Displayable {
  /** What `map` and `filter` give are plain lists. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  table(): Table {
    return table(
      ["actual", "predicted as", "times"],
      Array.from(this, ({ actual, predicted, count }) => [actual, predicted, count]),
    );
  }

  override toString(): string {
    return this.length === 0 ? "nothing was confused" : this.table().toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [displaySymbol](): MimeBundle {
    const words = this.toString();
    return this.length === 0 ? { "text/plain": words } : { "text/plain": words, "text/html": this.table().toHtml() };
  }
}

/**
 * The pairs of classes that were confused at least so often, the most frequent first.
 *
 * @param counts rows by the actual class, columns by the predicted one
 */
export function confusedPairs(counts: Counts, classes: readonly string[], atLeast: number): ConfusedPairs {
  const pairs = counts.flatMap((cells, row) =>
    cells.flatMap((count, column) =>
      row !== column && count >= atLeast ? [{ actual: classes[row] ?? "", predicted: classes[column] ?? "", count }] : [],
    ),
  );
  return ConfusedPairs.from(pairs.sort((one, other) => other.count - one.count)) as ConfusedPairs;
}
