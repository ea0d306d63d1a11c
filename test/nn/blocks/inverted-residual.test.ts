import { beforeAll, expect, test } from "vitest";
import { invertedResidual } from "../../../lib/nn/index.ts";
import { modelOf, output, setWeights, useEngine } from "./block.ts";

beforeAll(useEngine);

test("where it has nothing to add, all passes, also what is negative: the narrow ends have no ReLU", () => {
  const model = modelOf([6, 6, 4], (x) => invertedResidual(x, { name: "b", filters: 4, seed: 1 }));
  setWeights(model, /gamma/, 0);
  const { pictures, values } = output(model);
  expect(values).toEqual(pictures);
  model.dispose();
});

test("wide inside, narrow at the ends; with a stride or other channels there is no way around it", () => {
  const model = modelOf([7, 6, 4], (x) => invertedResidual(x, { name: "b", filters: 5, stride: 2, expansion: 3, seed: 1 }));
  expect(model.outputs[0]?.shape).toEqual([null, 4, 3, 5]);
  const widths = model.layers.filter((layer) => layer.getClassName() === "BatchNorm").map((layer) => layer.countParams() / 4);
  expect(widths).toEqual([12, 12, 5]);
  expect(model.layers.some((layer) => layer.getClassName() === "Add")).toBe(false);
  model.dispose();
});

test("without expansion the first convolution is left out", () => {
  const model = modelOf([6, 6, 4], (x) => invertedResidual(x, { name: "b", filters: 4, expansion: 1, seed: 1 }));
  expect(model.layers.map(({ name }) => name)).not.toContain("b.2.0");
  expect(model.layers.filter((layer) => layer.getClassName() === "Conv2D")).toHaveLength(1);
  model.dispose();
});
