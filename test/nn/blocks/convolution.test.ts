import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { convolution, convolutionSize, normalizedConvolution } from "../../../lib/nn/index.ts";
import { modelOf, output, setWeights, useEngine } from "./block.ts";

beforeAll(useEngine);

test("its size is that of the formula, for every kernel, stride and padding", () => {
  const numbers = { size: fc.integer({ min: 7, max: 20 }), kernel: fc.integer({ min: 1, max: 7 }), stride: fc.integer({ min: 1, max: 4 }) };
  fc.assert(
    fc.property(fc.record({ ...numbers, padding: fc.integer({ min: 0, max: 4 }) }), ({ size, kernel, stride, padding }) => {
      const model = modelOf([size, size + 1, 2], (x) => convolution(x, { name: "c", filters: 3, kernel, stride, padding }));
      const sides = [size, size + 1].map((side) => convolutionSize({ size: side, kernel, stride, padding }));
      expect(model.outputs[0]?.shape).toEqual([null, ...sides, 3]);
      model.dispose();
    }),
    { numRuns: 40 },
  );
});

test("padding is the same on all sides, also where the stride is above 1", () => {
  // All weights are 1: a picture of ones gives how many of its places each filter sees.
  const model = modelOf([4, 4, 1], (x) => convolution(x, { name: "c", filters: 1, kernel: 3, stride: 2 }));
  setWeights(model, /kernel/, 1);
  const { pictures, values } = output(model, 1);
  const at = (row: number, column: number): number => (row < 0 || column < 0 ? 0 : (pictures[4 * row + column] ?? 0));
  const sums = [0, 2].flatMap((row) =>
    [0, 2].map((column) => [-1, 0, 1].reduce((sum, i) => sum + [-1, 0, 1].reduce((part, j) => part + at(row + i, column + j), 0), 0)),
  );
  for (const [place, sum] of sums.entries()) expect(values[place]).toBeCloseTo(sum, 5);
  model.dispose();
});

test("convolution, normalisation, activation: named for files of weights; ReLU ends at 6 where that is wanted, or there is none", () => {
  const names = { convolution: "conv1", normalization: "bn1" };
  const made = (activation: "relu" | "relu6" | "none") =>
    modelOf([5, 5, 2], (x) => normalizedConvolution(x, { names, filters: 4, activation, seed: 1 }));
  for (const [activation, low, high] of [
    ["relu", 0, Number.POSITIVE_INFINITY],
    ["relu6", 0, 6],
    ["none", Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  ] as const) {
    const model = made(activation);
    setWeights(model, /gamma/, 30);
    const { values } = output(model);
    expect(Math.min(...values) < 0).toBe(low < 0);
    expect(Math.max(...values) > 6).toBe(high > 6);
    const layers = model.layers.slice(1).map(({ name }) => name);
    expect(layers).toEqual(activation === "none" ? ["conv1", "bn1"] : ["conv1", "bn1", "bn1.relu"]);
    expect(model.countParams()).toBe(3 * 3 * 2 * 4 + 4 * 4); // no bias: the normalisation has one
    model.dispose();
  }
});

test("the first weights follow from the seed and the layer's name", () => {
  const first = (name: string, seed: number): Float32Array => {
    const model = modelOf([5, 5, 2], (x) => convolution(x, { name, filters: 4, seed }));
    const { values } = output(model);
    model.dispose();
    return values;
  };
  expect(first("a", 1)).toEqual(first("a", 1));
  expect(first("a", 1)).not.toEqual(first("a", 2));
  expect(first("a", 1)).not.toEqual(first("b", 1));
});
