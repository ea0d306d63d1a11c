import type { Random } from "../../base/random.ts";
import { type Data, exercise, fractionClose } from "../../exercise/index.ts";
import { inWords, type Rows, sum, transposed } from "./tables.ts";

type MaxPool = (image: Rows, size: number) => number[][];
interface PoolCase {
  readonly image: Rows;
  readonly size: number;
}

/** 03-4: max pooling by hand. */
export const maxPooling = exercise<MaxPool, PoolCase>({
  points: 3,
  hints: [
    "The result has Math.floor(image.length / size) rows. Its row 1 comes from the image's rows size … 2 * size - 1.",
    "At place (row, column) look at image[row * size + i][column * size + j] for all i and j below size.",
    "Math.max(...numbers) is the largest of a list. Begin a search by hand at -Infinity, not at 0: numbers may be negative.",
  ],
  reference: maxPool,
  cases: ({ random }) => poolCases(random),
  apply: (answer, { image, size }) => answer(image, size),
  judge: ({ outputs, cases }) =>
    fractionClose(
      outputs,
      cases.map(({ image, size }) => maxPool(image, size)),
      1e-6,
      {
        name: (index) => `a ${inWords(cases[index]?.image)} image and windows of ${cases[index]?.size} × ${cases[index]?.size}`,
        explain: (output, index) => explainPooling(output, cases[index]),
      },
    ),
});

function maxPool(image: Rows, size: number): number[][] {
  return pooled(image, size, { stride: size, keep: (numbers) => Math.max(...numbers) });
}

/** What `keep` makes of the numbers in each whole window of an image. */
function pooled(
  image: Rows,
  size: number,
  { stride, keep }: { readonly stride: number; readonly keep: (numbers: readonly number[]) => number },
): number[][] {
  const rows = Math.floor((image.length - size) / stride) + 1;
  const columns = Math.floor(((image[0]?.length ?? 0) - size) / stride) + 1;
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) =>
      keep(image.slice(row * stride, row * stride + size).flatMap((line) => line.slice(column * stride, column * stride + size))),
    ),
  );
}

/** Images that windows fill, one that they don't, and one of negative numbers. */
function poolCases(random: Random): readonly PoolCase[] {
  const below = (table: Rows): Rows => table.map((row) => row.map((value) => value - 12));
  return [
    { image: random.matrix(4, 4), size: 2 },
    { image: random.matrix(6, 9), size: 3 },
    { image: random.matrix(5, 7), size: 2 },
    { image: below(random.matrix(4, 6)), size: 2 },
  ];
}

function explainPooling(output: Data, input: PoolCase | undefined): string | undefined {
  if (!input) return undefined;
  const { image, size } = input;
  const is = (rows: Rows): boolean => fractionClose([output], [rows], 1e-6).fraction === 1;
  const apart = { stride: size };
  if (is(pooled(image, size, { stride: 1, keep: (numbers) => Math.max(...numbers) })))
    return "Your windows overlap: the next one begins size columns further on, not 1.";
  if (is(pooled(image, size, { ...apart, keep: (numbers) => Math.max(0, ...numbers) })))
    return "Numbers below 0 became 0: begin the search at -Infinity, or with the window's first number.";
  if (is(pooled(image, size, { ...apart, keep: (numbers) => sum(numbers) / numbers.length })))
    return "That is the mean of each window: average pooling. Keep the largest number.";
  if (is(pooled(image, size, { ...apart, keep: sum }))) return "That is the sum of each window. Keep the largest number.";
  if (is(pooled(image, size, { ...apart, keep: (numbers) => Math.min(...numbers) }))) return "That is the smallest number of each window.";
  if (is(transposed(maxPool(image, size)))) return "Rows and columns are swapped: the first index counts rows.";
  if (Array.isArray(output) && output.length === Math.ceil(image.length / size) && image.length % size > 0)
    return "Rows and columns that don't fill a window are left out: round down.";
  return undefined;
}
