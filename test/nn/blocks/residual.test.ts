import { beforeAll, expect, test } from "vitest";
import { basicBlock, bottleneck } from "../../../lib/nn/index.ts";
import { modelOf, output, setWeights, useEngine } from "./block.ts";

beforeAll(useEngine);

test.each([
  ["basicBlock", basicBlock, 4],
  ["bottleneck", bottleneck, 1],
] as const)("%s: where it has nothing to add, everything passes but what is negative", (_, block, filters) => {
  const model = modelOf([6, 6, 4], (x) => block(x, { name: "layer1.0", filters, seed: 1 }));
  setWeights(model, /gamma/, 0);
  const { pictures, values } = output(model);
  expect(values).toEqual(pictures.map((value) => Math.max(0, value)));
  model.dispose();
});

test.each([
  ["basicBlock", basicBlock, 8, 9 * 4 * 8 + 9 * 8 * 8 + 4 * 8],
  ["bottleneck", bottleneck, 2, 4 * 2 + 9 * 2 * 2 + 2 * 8 + 4 * 8],
] as const)(
  "%s: with a stride, or other channels, what came in is brought to the same shape by a 1 × 1 convolution",
  (_, block, filters, kernels) => {
    const model = modelOf([7, 6, 4], (x) => block(x, { name: "layer2.0", filters, stride: 2, seed: 1 }));
    expect(model.outputs[0]?.shape).toEqual([null, 4, 3, 8]);
    expect(model.getLayer("layer2.0.downsample.0").countParams()).toBe(4 * 8);
    const inKernels = model.layers.filter((layer) => layer.getClassName() === "Conv2D").map((layer) => layer.countParams());
    expect(inKernels.reduce((sum, count) => sum + count, 0)).toBe(kernels);
    model.dispose();
  },
);
