import { describe } from "../../base/index.ts";

/** How far from 1 a sum of fractions may be, as of [1 / 3, 1 / 3, 0.333333]. */
const tolerance = 1e-5;

/** The fractions, with a sum of 1 to the last digit. @throws RangeError unless they are above 0 and sum to 1 */
export function checkedFractions(fractions: readonly number[]): readonly number[] {
  const wrong = fractions.find((part) => typeof part !== "number" || !(part > 0 && part <= 1));
  if (wrong !== undefined) {
    const counts = Number.isInteger(wrong) ? " Numbers of pictures? randomSplit(dataset, { counts })." : "";
    throw new RangeError(`Expected fractions above 0 and at most 1 but got ${describe(wrong)}.${counts}`);
  }
  const sum = fractions.reduce((total, part) => total + part, 0);
  if (Math.abs(sum - 1) > tolerance) {
    throw new RangeError(
      `Expected fractions that sum to 1, such as [0.8, 0.1, 0.1], but the sum of [${fractions.join(", ")}] is ${Number(sum.toFixed(6))}`,
    );
  }
  return fractions.map((part) => part / sum);
}

/**
 * How many of `count` elements each part gets: its fraction of them, rounded down or up so that all are given. What rounding takes from
 * a part is kept in `owed`, and given to it the next time: over many classes the parts come out right, too.
 */
export function shares(count: number, fractions: readonly number[], owed: number[]): number[] {
  const exact = fractions.map((part) => part * count);
  const given = exact.map((share) => Math.floor(share + 1e-9));
  const rests = exact.map((share, part) => share - (given[part] as number));
  const wants = rests.map((rest, part) => rest + (owed[part] ?? 0));
  const left = count - given.reduce((sum, share) => sum + share, 0);
  // A share that is a whole number is not rounded up, whatever is owed: it would be off by one.
  const rounded = rests.flatMap((rest, part) => (rest > 1e-9 ? [part] : []));
  const byWant = rounded.sort((a, b) => (wants[b] as number) - (wants[a] as number) || a - b);
  for (const part of byWant.slice(0, left)) (given[part] as number)++;
  for (const [part, share] of exact.entries()) owed[part] = (owed[part] ?? 0) + share - (given[part] as number);
  return given;
}
