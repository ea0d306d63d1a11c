import { inspect } from "node:util";

/** One value in several formats by MIME type; a front end picks the richest that it can draw. Words are always among them. */
export interface MimeBundle {
  readonly "text/plain": string;
  readonly [type: string]: unknown;
}

/** The name of the method by which a value shows itself: Jupyter kernels for JavaScript (Deno's, the course's) call it. */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display");

/** A value that shows itself; undefined where there is nothing to add to what the cell has shown of it already. */
export interface Displayable {
  [displaySymbol](): MimeBundle | undefined | Promise<MimeBundle | undefined>;
}

/**
 * The bundle that shows any value: its own where it shows itself, its characters where it is a string, else what `util.inspect` says.
 * A promise only where the value's own bundle is one. A bundle that comes without words, or none at all, gets those of `util.inspect`.
 */
export function bundleOf(value: unknown): MimeBundle | Promise<MimeBundle> {
  if (!showsItself(value)) return { "text/plain": inWords(value) };
  const bundle = value[displaySymbol]();
  return bundle instanceof Promise ? bundle.then((awaited) => withWords(awaited, value)) : withWords(bundle, value);
}

/** The same bundle with other words. Formats that are only made when somebody reads them stay so, which a spread would undo. */
export function withText(bundle: MimeBundle, text: string): MimeBundle {
  const formats = Object.getOwnPropertyDescriptors(bundle) as PropertyDescriptorMap;
  return Object.defineProperties({} as MimeBundle, { ...formats, "text/plain": { value: text, enumerable: true } });
}

/** Whether a value says itself how it is shown. */
export function showsItself(value: unknown): value is { [displaySymbol](): unknown } {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    displaySymbol in value &&
    typeof value[displaySymbol] === "function"
  );
}

function withWords(bundle: unknown, value: unknown): MimeBundle {
  const formats = typeof bundle === "object" && bundle !== null ? bundle : {};
  return "text/plain" in formats ? (formats as MimeBundle) : { ...formats, "text/plain": inWords(value) };
}

function inWords(value: unknown): string {
  return typeof value === "string" ? value : inspect(value, { depth: 4, maxArrayLength: 20, maxStringLength: 10_000, breakLength: 120 });
}
