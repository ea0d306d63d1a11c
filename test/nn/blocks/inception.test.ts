import { beforeAll, expect, test } from "vitest";
import { inceptionBlock } from "../../../lib/nn/index.ts";
import { modelOf, output, setWeights, useEngine } from "./block.ts";

beforeAll(useEngine);

test("what four branches see lies side by side, in the order of their widths", () => {
  const model = modelOf([6, 5, 3], (x) => inceptionBlock(x, { name: "i", one: 1, three: [2, 3], five: [1, 2], pool: 4, seed: 1 }));
  expect(model.outputs[0]?.shape).toEqual([null, 6, 5, 10]);
  const places = { branch1: [0], "branch2.1": [1, 2, 3], "branch3.1": [4, 5], "branch4.1": [6, 7, 8, 9] };
  for (const [branch, channels] of Object.entries(places)) {
    setWeights(model, /beta/, 100);
    const normalization = model.getLayer(`i.${branch}.bn`);
    normalization.setWeights(normalization.getWeights().map((weight, index) => (index < 2 ? weight.mul(0) : weight))); // gamma and beta
    const { values } = output(model);
    const dark = Array.from({ length: 10 }, (_, channel) => channel).filter((channel) =>
      values.every((value, place) => place % 10 !== channel || value === 0),
    );
    expect(dark).toEqual(channels);
    setWeights(model, /gamma/, 1);
  }
  model.dispose();
});
