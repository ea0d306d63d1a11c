import { formatCount } from "../base/index.ts";
import { bars } from "./bars.ts";
import type { Figure } from "./figure.ts";

/** Classes and how many pictures each has, `[classes]`: plain lists, or a data set, which counts by itself. */
export interface CountedClasses {
  readonly classes: readonly string[];
  readonly counts: readonly number[] | (() => readonly number[] | undefined);
}

export interface ClassCountsOptions {
  readonly title?: string;
  /** The class with the most pictures first, in place of the classes' own order. */
  readonly sorted?: boolean;
}

/**
 * A figure of how many pictures each class has. Its second line says how uneven they are: the largest class over the smallest.
 *
 * @throws RangeError when there isn't one count a class; TypeError when the data set's labels are hidden
 * @example
 * show(classCounts(monkeys.train, { sorted: true }));
 */
export function classCounts(source: CountedClasses, { title = "Pictures of each class", sorted = false }: ClassCountsOptions = {}): Figure {
  const { classes } = source;
  const counts = typeof source.counts === "function" ? source.counts() : source.counts;
  if (!counts)
    throw new TypeError("Expected a data set with labels, to count each class, but its labels are hidden: take the training part.");
  if (counts.length !== classes.length) throw new RangeError(`Expected ${classes.length} counts, one a class, but got ${counts.length}`);
  const pairs = classes.map((name, label): [string, number] => [name, counts[label] ?? 0]);
  if (sorted) pairs.sort(([, one], [, other]) => other - one);
  return bars(new Map(pairs), { title, x: "class", y: "pictures", ...(classes.length > 0 && { subtitle: imbalance(pairs) }) });
}

/** How uneven the classes are, in words. */
function imbalance(pairs: readonly (readonly [name: string, count: number])[]): string {
  const all = `${formatCount(pairs.reduce((sum, [, count]) => sum + count, 0))} in all`;
  const bySize = [...pairs].sort(([, one], [, other]) => one - other);
  const [least = ["", 0], most = ["", 0]] = [bySize[0], bySize.at(-1)];
  if (most[1] === least[1]) return `${all}, all classes equal`;
  if (least[1] === 0) return `${all}; none of ${least[0]}`;
  return `${all}; ${most[0]} has ${(most[1] / least[1]).toFixed(1)} times as many as ${least[0]}`;
}
