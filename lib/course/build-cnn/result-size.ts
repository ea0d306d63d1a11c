import type { Random } from "../../base/random.ts";
import { type Data, exercise, fractionClose } from "../../exercise/index.ts";

export interface Steps {
  readonly stride: number;
  readonly padding: number;
}
type ResultSize = (size: number, kernel: number, steps: Steps) => number;
interface SizeCase extends Steps {
  readonly size: number;
  readonly kernel: number;
}

/** 03-3: the size of a result, with stride and padding. */
export const sizeOfResult = exercise<ResultSize, SizeCase>({
  points: 3,
  hints: [
    "With its border the image has size + 2 * padding rows. The first place is at row 0.",
    "The last row at which the filter still fits is size + 2 * padding - kernel. How many steps of stride lie between row 0 and there?",
    "Math.floor((size + 2 * padding - kernel) / stride) steps, and the first place comes on top.",
  ],
  reference: resultSize,
  cases: ({ random }) => sizeCases(random),
  apply: (answer, { size, kernel, stride, padding }) => answer(size, kernel, { stride, padding }),
  judge: ({ outputs, cases }) =>
    fractionClose(
      outputs,
      cases.map(({ size, kernel, ...steps }) => resultSize(size, kernel, steps)),
      0,
      { name: (index) => sizeInWords(cases[index]), explain: (output, index) => explainSize(output, cases[index]) },
    ),
});

function resultSize(size: number, kernel: number, { stride, padding }: Steps): number {
  return Math.floor((size + 2 * padding - kernel) / stride) + 1;
}

/** Each kind of step by itself first, then together. */
function sizeCases(random: Random): readonly SizeCase[] {
  const plain = { stride: 1, padding: 0 };
  const some = (steps: Steps): SizeCase => {
    const kernel = 3 + 2 * random.integer(3);
    // Where the stride counts, rows are left over: they show who doesn't round.
    const rest = Math.min(1, steps.stride - 1);
    return { ...steps, kernel, size: kernel + steps.stride * (4 + random.integer(20)) + rest - 2 * steps.padding };
  };
  return [
    some(plain),
    some({ ...plain, stride: 3 + random.integer(2) }),
    some({ ...plain, padding: 1 + random.integer(2) }),
    some({ stride: 3, padding: 1 }),
    some({ stride: 2, padding: 2 }),
    { size: 224, kernel: 7, stride: 2, padding: 3 }, // the first layer of a ResNet
  ];
}

const sizeInWords = (input: SizeCase | undefined): string =>
  `size ${input?.size}, kernel ${input?.kernel}, stride ${input?.stride}, padding ${input?.padding}`;

function explainSize(output: Data, input: SizeCase | undefined): string | undefined {
  if (!input || typeof output !== "number") return undefined;
  const { size, kernel, stride, padding } = input;
  const room = size + 2 * padding - kernel;
  if (output === room / stride + 1) return "A place counts only where the filter fits as a whole: round down with Math.floor(…).";
  if (output === Math.ceil(room / stride) + 1 || output === Math.round(room / stride) + 1)
    return "Round down, not up: at the last place the filter would reach past the border.";
  if (output === Math.floor(room / stride)) return "Did you forget the + 1, or add it before you divided? The first place needs no step.";
  if (padding > 0 && output === Math.floor((size + padding - kernel) / stride) + 1)
    return "The border lies on both sides: it adds 2 * padding.";
  if (padding > 0 && output === Math.floor((size - kernel) / stride) + 1) return "What does the border add? There are zeros on both sides.";
  if (stride > 1 && output === room + 1) return "The filter doesn't stop everywhere: it moves by stride rows at a time.";
  return undefined;
}
