/** Which figures are better: `higher` for rates such as pictures a second, `lower` for times. */
export type Better = "higher" | "lower";

/** The middle value of a list that is not empty; of an even count the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("Expected at least one value to take the median of but got none");
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] as number;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] as number;
  return (lower + upper) / 2;
}

/** The mean of a list that is not empty. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("Expected at least one value to take the mean of but got none");
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Smallest and largest value of a list that is not empty. */
export function spread(values: readonly number[]): [number, number] {
  if (values.length === 0) throw new RangeError("Expected at least one value to take the spread of but got none");
  return [Math.min(...values), Math.max(...values)];
}

/** How many times better `ours` is than `theirs`: above 1 where ours is better, whichever way the unit counts. */
export function timesBetter(ours: number, theirs: number, better: Better): number {
  return better === "higher" ? ours / theirs : theirs / ours;
}

/** The name whose figure is the best; undefined for an empty table. */
export function bestOf(figures: Readonly<Record<string, number>>, better: Better): string | undefined {
  let best: string | undefined;
  for (const [name, figure] of Object.entries(figures)) {
    const leader = best === undefined ? undefined : figures[best];
    if (leader === undefined || timesBetter(figure, leader, better) > 1) best = name;
  }
  return best;
}
