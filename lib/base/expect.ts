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
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isInteger(value) || Number(value) <= 0) refuse(name, "a positive integer", value);
  }
}

/** @throws RangeError unless every value is a finite number above 0 */
export function positive(values: Named<unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) refuse(name, "a positive number", value);
  }
}

/** @throws RangeError unless every value lies in 0 … 1 */
export function fraction(values: Named<unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== "number" || !(value >= 0 && value <= 1)) refuse(name, "a number between 0 and 1", value);
  }
}

/** @throws RangeError unless every value is one of `choices` */
export function oneOf<const T>(values: Named<unknown>, choices: readonly T[]): void {
  for (const [name, value] of Object.entries(values)) {
    if (!choices.includes(value as T)) refuse(name, `one of ${choices.join(", ")}`, value);
  }
}
