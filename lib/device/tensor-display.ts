import type * as tf from "@tensorflow/tfjs";
import { formatCount } from "../base/format.ts";
import { displaySymbol, type MimeBundle } from "../plot/mime.ts";
import { formatNumber } from "../plot/number-words.ts";

/** An axis with more places than this shows those at its two ends. */
const mostPlaces = 12;
const atEachEnd = 4;
/** Tables of a tensor of more than two axes that are shown. */
const mostTables = 2;

type Values = Awaited<ReturnType<tf.Tensor["data"]>> | readonly string[];

/** Makes the tensors of TensorFlow.js show themselves: type, shape, and their values as a table. */
export function teachTensorsToShow(library: typeof tf): void {
  Object.defineProperty(library.Tensor.prototype, displaySymbol, {
    configurable: true,
    value(this: tf.Tensor): MimeBundle | Promise<MimeBundle> {
      const bundle = (values?: Values): MimeBundle => ({ "text/plain": tensorInWords(this, values) });
      if (this.isDisposed || this.dtype === "complex64") return bundle();
      // A WebGPU's memory can't be read at once. Elsewhere it can, so that `show` needs no await.
      return library.getBackend() === "webgpu" ? this.data().then(bundle) : bundle(this.dataSync());
    },
  });
}

/** `Tensor [2, 3] float32`, then its values in rows; what is too long is cut. */
function tensorInWords({ shape, dtype, isDisposed }: tf.Tensor, values: Values | undefined): string {
  const head = `Tensor [${shape.join(", ")}] ${dtype}`;
  if (isDisposed) return `${head}, disposed: its values are gone. tf.keep(…) or tensor.clone() keeps them beyond tf.tidy(…).`;
  if (!values) return `${head}: tf.real(…) and tf.imag(…) show its two parts.`;
  if (values.length === 0) return `${head}: no values`;
  const words = wordsFor(values, dtype);
  const { rows, columns, before, after } = layoutOf(shape);
  const tables = values.length / (rows * columns);
  const shown = Array.from({ length: Math.min(tables, mostTables) }, (_, table) => {
    const text = tableInWords((row, column) => words((table * rows + row) * columns + column), rows, columns);
    return tables === 1 ? text : `[${[...placeOf(table, before), ":", ":", ...after.map(() => 0)].join(", ")}]\n${text}`;
  });
  const rest = tables > mostTables ? [`… and ${formatCount(tables - mostTables)} more of ${rows} × ${columns}`] : [];
  return [head, ...shown, ...rest].join("\n");
}

interface TableLayout {
  readonly rows: number;
  readonly columns: number;
  /** Sizes of the axes before and after those two; the ones after are all 1. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** The two axes that make tables: the last ones, but for those of size 1, such as the channel of grey pictures `[N, H, W, 1]`. */
function layoutOf(shape: readonly number[]): TableLayout {
  if (shape.length < 2) return { rows: 1, columns: shape[0] ?? 1, before: [], after: [] };
  let end = shape.length;
  while (end > 2 && shape[end - 1] === 1) end--;
  return { rows: shape[end - 2] ?? 1, columns: shape[end - 1] ?? 1, before: shape.slice(0, end - 2), after: shape.slice(end) };
}

/** Rows of values, columns aligned to the right. */
function tableInWords(words: (row: number, column: number) => string, rows: number, columns: number): string {
  const across = places(columns);
  const cells = places(rows).map((row) => across.map((column) => (row === undefined || column === undefined ? "…" : words(row, column))));
  const widths = across.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map((line) => `  ${line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  ")}`).join("\n");
}

/** The places along an axis that are shown; undefined where some are left out. */
function places(count: number): (number | undefined)[] {
  if (count <= mostPlaces) return Array.from({ length: count }, (_, place) => place);
  const end = Array.from({ length: atEachEnd }, (_, place) => place);
  return [...end, undefined, ...end.map((place) => count - atEachEnd + place)];
}

/** The indices of the table with this number along axes of these sizes. */
function placeOf(table: number, sizes: readonly number[]): number[] {
  return sizes.map((size, axis) => {
    const below = sizes.slice(axis + 1).reduce((product, next) => product * next, 1);
    return Math.floor(table / below) % size;
  });
}

/** How to write a value: all numbers of a tensor with the same decimals, so that they can be compared down a column. */
function wordsFor(values: Values, dtype: string): (index: number) => string {
  if (dtype === "string") return (index) => JSON.stringify(values[index]);
  if (dtype === "bool") return (index) => String(Boolean(values[index]));
  const numbers = values as ArrayLike<number>;
  let largest = 0;
  let whole = true;
  for (let index = 0; index < numbers.length; index++) {
    const size = Math.abs(numbers[index] ?? 0);
    if (!Number.isFinite(size)) continue;
    if (size > largest) largest = size;
    if (whole && !Number.isInteger(size)) whole = false;
  }
  if (whole || largest >= 1e6 || largest < 1e-3) return (index) => formatNumber(numbers[index] ?? 0);
  const decimals = Math.min(4, Math.max(0, 3 - Math.floor(Math.log10(largest))));
  return (index) => (numbers[index] ?? 0).toFixed(decimals);
}
