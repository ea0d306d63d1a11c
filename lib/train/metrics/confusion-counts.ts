import { positiveInteger } from "../../base/index.ts";

/**
 * How often each right class (row) was predicted as each class (column).
 *
 * @param actual right classes, `[N]`
 * @param predicted predicted classes, `[N]`
 * @param classes how many there are
 * @returns `[classes, classes]`: `counts[actual][predicted]`
 * @throws RangeError when the two are not of the same length, or hold what is not a class
 * @example
 * confusionCounts([0, 0, 1], [0, 1, 1], 2); // => [[1, 1], [0, 1]]
 */
export function confusionCounts(actual: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): number[][] {
  positiveInteger({ classes });
  if (actual.length !== predicted.length)
    throw new RangeError(`Expected a prediction for each of ${actual.length} labels but got ${predicted.length}`);
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let index = 0; index < actual.length; index++) {
    const row = counts[classAt({ actual }, index, classes)] as number[];
    const column = classAt({ predicted }, index, classes);
    row[column] = (row[column] as number) + 1;
  }
  return counts;
}

function classAt(named: Readonly<Record<string, ArrayLike<number>>>, index: number, classes: number): number {
  const [name, values] = Object.entries(named)[0] as [string, ArrayLike<number>];
  const value = values[index] as number;
  if (Number.isInteger(value) && value >= 0 && value < classes) return value;
  throw new RangeError(
    `Expected ${name} classes between 0 and ${classes - 1} but got ${value} at index ${index}.\n  Classes are numbered from 0; a label of −1 is hidden and can't be counted.`,
  );
}
