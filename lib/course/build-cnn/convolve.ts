import { type Data, equals, exercise, fractionClose } from "../../exercise/index.ts";
import { inWords, type Rows, sum, transposed } from "./tables.ts";

type Convolve = (image: Rows, kernel: Rows) => number[][];

interface ConvolveCase {
  readonly image: Rows;
  readonly kernel: Rows;
}

/** [image rows, image columns, filter rows, filter columns] of each case. */
const shapes = [
  [5, 5, 3, 3],
  [4, 7, 3, 3],
  [6, 5, 2, 3],
  [3, 4, 1, 1],
] as const;

/** 03-2: a convolution by hand. */
export const convolve = exercise<Convolve, ConvolveCase>({
  points: 4,
  hints: [
    "The result has image.length − kernel.length + 1 rows. What is it for columns?",
    "Two loops go over the places of the result. At each place two more loops go over the filter.",
    "At place (row, column) add up image[row + i][column + j] * kernel[i][j] over all i and j.",
  ],
  reference: crossCorrelate,
  cases: ({ random }) =>
    shapes.map(([rows, columns, kernelRows, kernelColumns]) => {
      const kernel = random.matrix(kernelRows, kernelColumns).map((row) => row.map((weight) => weight - 4));
      // Never the same when turned round, so that a turned filter shows; nor 1, so that a 1 × 1 filter does something.
      const [first] = kernel;
      if (first) first[0] = (kernel.at(-1)?.at(-1) ?? 0) + 7;
      return { image: random.matrix(rows, columns), kernel };
    }),
  apply: (convolve, { image, kernel }) => convolve(image, kernel),
  judge: ({ outputs, cases }) =>
    fractionClose(
      outputs,
      cases.map(({ image, kernel }) => crossCorrelate(image, kernel)),
      1e-5,
      {
        name: (index) => `a ${inWords(cases[index]?.image)} image and a ${inWords(cases[index]?.kernel)} filter`,
        explain: (output, index) => explainConvolution(output, cases[index]),
      },
    ),
});

/** What deep learning calls a convolution: the filter is laid on the image as it is, at every place where it fits; `[H − h + 1][W − w + 1]`. */
function crossCorrelate(image: Rows, kernel: Rows): number[][] {
  return places(image, kernel).map((columns, row) =>
    columns.map((column) => sum(kernel.flatMap((weights, i) => weights.map((weight, j) => weight * (image[row + i]?.[column + j] ?? 0))))),
  );
}

/** The columns at which the filter fits, once for every row at which it fits. */
function places(image: Rows, kernel: Rows): number[][] {
  const rows = image.length - kernel.length + 1;
  const columns = (image[0]?.length ?? 0) - (kernel[0]?.length ?? 0) + 1;
  return Array.from({ length: rows }, () => Array.from({ length: columns }, (_, column) => column));
}

const turned = (rows: Rows): Rows => rows.map((row) => [...row].reverse()).reverse();

function explainConvolution(output: Data, input: ConvolveCase | undefined): string | undefined {
  if (!input) return undefined;
  const { image, kernel } = input;
  const is = (rows: Rows): boolean => equals(output, rows).fraction === 1;
  if (is(crossCorrelate(image, turned(kernel)))) {
    return "Your filter is turned round (by 180°). Mathematicians call that convolution; networks lay the filter on the picture as it is: kernel[i][j] meets image[row + i][column + j].";
  }
  if (is(crossCorrelate(image, kernel).map((row) => row.map((value) => value / (kernel.length * (kernel[0]?.length ?? 1)))))) {
    return "That is the mean of the products: a filter gives their sum.";
  }
  if (is(transposed(crossCorrelate(image, kernel)))) return "Rows and columns are swapped: the first index counts rows.";
  if (Array.isArray(output) && output.length === image.length && kernel.length > 1) {
    return "The result is as large as the image: count only the places where the whole filter fits.";
  }
  return undefined;
}
