import type { Data } from "./data.ts";
import { asTensor, type Difference, sameShape } from "./difference.ts";

/**
 * What most often leads to a difference like this one, as a sentence for the learner; empty where nothing is likely.
 *
 * @param options.secret leave out what would tell the wanted number
 */
export function likelyCause(difference: Difference, { secret = false }: { readonly secret?: boolean } = {}): string {
  const { got, wanted } = difference;
  if (got === undefined)
    return secret ? "undefined stands for no value: was one set?" : "undefined came: does your function return its result?";
  if (got === null) return "null came instead of a value.";
  const [gotShape, wantedShape] = [asTensor(got)?.shape, asTensor(wanted)?.shape];
  if (difference.structural && gotShape && wantedShape) return causeOfShape(gotShape, wantedShape);
  if (typeof got === "number" && typeof wanted === "number") return causeOfNumber(got, wanted, secret);
  if (typeof got === "string" && typeof wanted === "number" && Number.parseFloat(got) === wanted)
    return "It is text: take the quotes away or convert it with Number(…).";
  return "";
}

/** A value in the few words that a message has room for: short lists in full, longer ones by their shape. */
export function brief(data: Data): string {
  const tensor = asTensor(data);
  if (tensor && tensor.values.length > 12) return `numbers of shape [${tensor.shape.join(", ")}]`;
  if (typeof data === "number" && !Number.isInteger(data))
    return Number.isFinite(data) ? String(Number(data.toPrecision(6))) : String(data);
  const text = data === undefined || typeof data === "number" ? String(data) : JSON.stringify(data);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function causeOfShape(got: readonly number[], wanted: readonly number[]): string {
  if (got.length !== wanted.length) return `It has ${got.length} ${got.length === 1 ? "axis" : "axes"} where ${wanted.length} were wanted.`;
  if (got.length > 1 && sameShape([...got].reverse(), wanted)) return "The axes are the wrong way round: rows come first, columns second.";
  const offsets = got.map((size, axis) => size - (wanted[axis] ?? 0)).filter((offset) => offset !== 0);
  if (offsets.every((offset) => offset === -1)) return "One too few: off by one? Count the places by hand on a small case.";
  if (offsets.every((offset) => offset === 1)) return "One too many: off by one? Count the places by hand on a small case.";
  return "";
}

function causeOfNumber(got: number, wanted: number, secret: boolean): string {
  if (Number.isNaN(got)) return "NaN comes from calculating with undefined, often read past the end of a row, or from 0 / 0.";
  if (!Number.isFinite(got)) return "Infinity comes from a division by 0 or from numbers that grew too large.";
  if (secret) return "";
  if (got === -wanted && wanted !== 0) return "Only the sign differs.";
  if (Number.isInteger(wanted) && got === wanted - 1) return "One too few: off by one?";
  if (Number.isInteger(wanted) && got === wanted + 1) return "One too many: off by one?";
  return "";
}
