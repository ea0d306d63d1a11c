import { formatCount, plural } from "../../base/index.ts";

/** How many pictures each class has, `[classes]`; undefined where labels are hidden. */
export function countsOf(labels: Int32Array | undefined, classes: readonly string[]): number[] | undefined {
  if (!labels) return undefined;
  const counts = classes.map(() => 0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** The classes in words, with the number of pictures of each: "2 classes: lion 250, zebra 250". */
export function countWords(labels: Int32Array | undefined, classes: readonly string[]): string {
  const counts = countsOf(labels, classes);
  if (!counts) return classes.length > 0 ? `classes hidden (${classes.join(", ")})` : "no classes";
  return `${plural(classes.length, "class", "classes")}: ${classes.map((name, label) => `${name} ${formatCount(counts[label] ?? 0)}`).join(", ")}`;
}
