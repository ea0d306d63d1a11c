import type { Random } from "../../base/random.ts";
import { type Data, exercise, fractionClose } from "../../exercise/index.ts";

type CountWeights = (kernel: number, maps: number, filters: number) => number;
interface WeightsCase {
  readonly kernel: number;
  readonly maps: number;
  readonly filters: number;
}

/** 03-7: how many weights a convolutional layer has. */
export const weightCount = exercise<CountWeights, WeightsCase>({
  points: 2,
  hints: [
    "One filter looks at all maps at once: it has kernel rows, kernel columns and a layer for each map.",
    "Each filter has one more number besides, its bias, which is added to the sum.",
    "filters * (kernel * kernel * maps + 1)",
  ],
  reference: countWeights,
  cases: ({ random }) => weightShapes(random).map(([kernel, maps, filters]) => ({ kernel, maps, filters })),
  apply: (answer, { kernel, maps, filters }) => answer(kernel, maps, filters),
  judge: ({ outputs, cases }) =>
    fractionClose(
      outputs,
      cases.map(({ kernel, maps, filters }) => countWeights(kernel, maps, filters)),
      0,
      {
        name: (index) => weightsInWords(cases[index]),
        explain: (output, index) => explainWeights(output, cases[index]),
      },
    ),
});

function countWeights(kernel: number, maps: number, filters: number): number {
  return filters * (kernel * kernel * maps + 1);
}

/** Shapes whose numbers differ, one as ResNets have it, and the first layer of a network for grey pictures. */
function weightShapes(random: Random): readonly (readonly [number, number, number])[] {
  return [
    [5, 2 + random.integer(2), 16 + random.integer(16)],
    [3, 32, 64],
    [7, 3, 32 + random.integer(32)],
    [3, 1, 8 + random.integer(8)],
  ];
}

const weightsInWords = (input: WeightsCase | undefined): string =>
  `${input?.filters} ${input?.filters === 1 ? "filter" : "filters"} of ${input?.kernel} × ${input?.kernel} over ${input?.maps} ${input?.maps === 1 ? "map" : "maps"}`;

function explainWeights(output: Data, input: WeightsCase | undefined): string | undefined {
  if (!input) return undefined;
  const { kernel, maps, filters } = input;
  const square = kernel * kernel;
  if (output === filters * square * maps) return "Each filter has a bias besides.";
  if (output === filters * square * maps + 1) return "Each filter has a bias of its own, not all of them one.";
  if (output === filters * square * maps + maps) return "Biases belong to the filters, one each, not to the maps that come in.";
  if (output === filters * (square + 1) || output === filters * square)
    return "A filter looks at all maps at once: it has a square of weights for each of them.";
  if (output === filters * (kernel * maps + 1)) return "A filter is a square: it has kernel rows and kernel columns.";
  if (output === filters * maps * (square + 1)) return "A filter has one bias in all, not one for each map.";
  if (output === square * maps + 1) return "That is one filter. There are several.";
  return undefined;
}
