/** One-word checks of arguments: each takes `{ name: value }`, so that the message can name what was wrong. */

type Named<T> = Readonly<Record<string, T>>;

function refuse(name: string, wanted: string, got: unknown): never {
  throw new RangeError(`Expected ${name} to be ${wanted} but got ${describe(got)}`);
}

/** A value in a few words, for the "but got …" of a message. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (typeof value === "function") return `the function ${value.name || "without a name"}`;
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return `a value of type ${value.constructor?.name ?? "object"}`;
}

/** @throws RangeError unless every value is a whole number above 0 */
export function positiveInteger(values: Named<unknown>): void {
  expectNumbers(values, "a positive integer", (value) => Number.isInteger(value) && value > 0);
}

/** @throws RangeError unless every value is a whole number of 0 or more */
export function wholeNumber(values: Named<unknown>): void {
  expectNumbers(values, "a whole number of 0 or more", (value) => Number.isInteger(value) && value >= 0);
}

/** @throws RangeError unless every value is a finite number above 0 */
export function positive(values: Named<unknown>): void {
  expectNumbers(values, "a positive number", (value) => value > 0 && Number.isFinite(value));
}

/** @throws RangeError unless every value is finite and 0 or more */
export function notNegative(values: Named<unknown>): void {
  expectNumbers(values, "0 or more", (value) => value >= 0 && Number.isFinite(value));
}

/** @throws RangeError unless every value lies in 0 … 1 */
export function fraction(values: Named<unknown>): void {
  expectNumbers(values, "a number between 0 and 1", (value) => value >= 0 && value <= 1);
}

/** A share of what is kept from one step to the next. @throws RangeError unless every value is at least 0 and less than 1 */
export function lessThanOne(values: Named<unknown>): void {
  expectNumbers(values, "at least 0 and less than 1", (value) => value >= 0 && value < 1);
}

/** @throws RangeError unless every value is one of `choices` */
export function oneOf<const T>(values: Named<unknown>, choices: readonly T[]): void {
  for (const [name, value] of Object.entries(values)) {
    if (!choices.includes(value as T)) refuse(name, `one of ${choices.join(", ")}`, value);
  }
}

function expectNumbers(values: Named<unknown>, wanted: string, isRight: (value: number) => boolean): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== "number" || !isRight(value)) refuse(name, wanted, value);
  }
}
