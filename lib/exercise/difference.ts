import type { Data, TensorData } from "./data.ts";

/** The first place where what came is not what was wanted. */
export interface Difference {
  /** Such as `[2][0]` or `.width`; empty for the value as a whole. */
  readonly path: string;
  readonly wanted: Data;
  readonly got: Data;
  /** Whether the two differ in shape or kind, so that single numbers were not compared. */
  readonly structural: boolean;
}

/** How far two numbers may lie apart: at most `absolute`, or `relative` times the wanted one. */
export interface Tolerance {
  readonly absolute?: number;
  readonly relative?: number;
}

/** The first difference between an answer and what was wanted, or undefined where there is none. Nested arrays of numbers count as tensors. */
export function firstDifference(got: Data, wanted: Data, tolerance: Tolerance = {}): Difference | undefined {
  return compare({ path: "", got, wanted }, tolerance);
}

/** The shape and numbers of a tensor, or of nested arrays of numbers that are as regular as one; undefined for anything else. */
export function asTensor(data: Data): TensorData | undefined {
  if (isTensorData(data)) return data;
  if (!Array.isArray(data)) return undefined;
  const items: readonly Data[] = data;
  if (items.every((item): item is number => typeof item === "number")) return { shape: [items.length], values: items };
  const rows = items.map(asTensor);
  const inner = rows[0]?.shape;
  if (!inner || !rows.every((row) => row !== undefined && sameShape(row.shape, inner))) return undefined;
  return { shape: [items.length, ...inner], values: rows.flatMap((row) => row?.values ?? []) };
}

/** Whether two shapes are the same. */
export function sameShape(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((size, axis) => size === other[axis]);
}

function compare({ path, got, wanted }: { path: string; got: Data; wanted: Data }, tolerance: Tolerance): Difference | undefined {
  const difference = { path, wanted, got };
  const [gotTensor, wantedTensor] = [asTensor(got), asTensor(wanted)];
  if (gotTensor && wantedTensor) {
    if (!sameShape(gotTensor.shape, wantedTensor.shape)) return { ...difference, structural: true };
    const index = wantedTensor.values.findIndex((value, at) => !near(gotTensor.values[at], value, tolerance));
    if (index < 0) return undefined;
    return {
      path: path + indices(index, wantedTensor.shape),
      wanted: wantedTensor.values[index],
      got: gotTensor.values[index],
      structural: false,
    };
  }
  if (typeof wanted === "number" && typeof got === "number")
    return near(got, wanted, tolerance) ? undefined : { ...difference, structural: false };
  if (Array.isArray(wanted) && Array.isArray(got)) {
    if (wanted.length !== got.length) return { ...difference, structural: true };
    return firstOf(
      wanted.map((item, index) => [`${path}[${index}]`, got[index], item]),
      tolerance,
    );
  }
  if (isFields(wanted) && isFields(got)) {
    const names = [...new Set([...Object.keys(wanted), ...Object.keys(got)])];
    return firstOf(
      names.map((name) => [`${path}.${name}`, got[name], wanted[name]]),
      tolerance,
    );
  }
  return wanted === got ? undefined : { ...difference, structural: typeof wanted !== typeof got };
}

function firstOf(parts: readonly (readonly [path: string, got: Data, wanted: Data])[], tolerance: Tolerance): Difference | undefined {
  for (const [path, got, wanted] of parts) {
    const difference = compare({ path, got, wanted }, tolerance);
    if (difference) return difference;
  }
  return undefined;
}

function near(got: number | undefined, wanted: number, { absolute = 0, relative = 0 }: Tolerance): boolean {
  // Equal first: Infinity equals itself, though their difference is not a number. NaN equals nothing, itself included, unless it was wanted.
  if (got === undefined) return false;
  return (
    got === wanted ||
    (Number.isNaN(got) && Number.isNaN(wanted)) ||
    Math.abs(got - wanted) <= Math.max(absolute, relative * Math.abs(wanted))
  );
}

/** `[2][0]` for element 14 of shape [7, 7]. */
function indices(index: number, shape: readonly number[]): string {
  let rest = index;
  const path: number[] = [];
  for (const size of [...shape].reverse()) {
    path.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return path.map((at) => `[${at}]`).join("");
}

function isTensorData(data: Data): data is TensorData {
  if (!isFields(data) || Object.keys(data).length !== 2) return false;
  const { shape, values } = data;
  const numbers = (list: Data): boolean => Array.isArray(list) && list.every((item) => typeof item === "number");
  return numbers(shape) && numbers(values);
}

function isFields(data: Data): data is { readonly [name: string]: Data } {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
