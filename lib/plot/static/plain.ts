/** Reads Plotly's `data` and `layout`, where anything may be missing or of another kind than thought. */
export type Plain = Readonly<Record<string, unknown>>;

/** The value where it is an object, else an empty one. */
export const part = (value: unknown): Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Plain) : {};

/** The value where it is a list, else an empty one. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The value where it is a finite number. */
export const finite = (value: unknown): number | undefined => (typeof value === "number" && Number.isFinite(value) ? value : undefined);

/** The numbers in a list. */
export const numbers = (value: unknown): readonly number[] => list(value).flatMap((item) => finite(item) ?? []);

/** The value where it is a text that is not empty. */
export const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** The words of a title or a label, given as a text or as `{ text }`; Plotly's tags become line ends or fall away. */
export function wordsOf(value: unknown): string {
  const text = typeof value === "number" ? String(value) : (textOf(value) ?? textOf(part(value)["text"]) ?? "");
  return text.replace(/<br\s*\/?>/gi, "\n").replace(/<\/?[a-z][^>]*>/gi, "");
}

/** The template's part of that name with the figure's own laid over it, level by level. */
export function laidOver(below: unknown, above: unknown): Plain {
  const [under, over] = [part(below), part(above)];
  const names = [...new Set([...Object.keys(under), ...Object.keys(over)])];
  return Object.fromEntries(
    names.map((name) => [
      name,
      isPart(under[name]) && isPart(over[name]) ? laidOver(under[name], over[name]) : (over[name] ?? under[name]),
    ]),
  );
}

const isPart = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
