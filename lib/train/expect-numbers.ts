import { describe } from "../base/index.ts";

/** More one-word checks of arguments, as those of `lib/base/expect.ts`: each takes `{ name: value }`. */

type Named = Readonly<Record<string, unknown>>;

function expectEach(values: Named, wanted: string, isRight: (value: number) => boolean): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== "number" || !isRight(value)) throw new RangeError(`Expected ${name} to be ${wanted} but got ${describe(value)}`);
  }
}

/** @throws RangeError unless every value is finite and 0 or more */
export function notNegative(values: Named): void {
  expectEach(values, "0 or more", (value) => value >= 0 && Number.isFinite(value));
}

/** @throws RangeError unless every value is a whole number of 0 or more */
export function wholeNumber(values: Named): void {
  expectEach(values, "a whole number of 0 or more", (value) => Number.isInteger(value) && value >= 0);
}

/** A share of what is kept from one step to the next. @throws RangeError unless every value is at least 0 and less than 1 */
export function lessThanOne(values: Named): void {
  expectEach(values, "at least 0 and less than 1", (value) => value >= 0 && value < 1);
}
