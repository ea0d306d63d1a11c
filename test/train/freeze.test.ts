import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { device, tf } from "../../lib/device/index.ts";
import { setLayerGroups } from "../../lib/nn/index.ts";
import { modelWeights } from "../../lib/nn/weights/index.ts";
import { adam, type Optimizer } from "../../lib/train/index.ts";
import { side } from "./pictures.ts";
import { quietFits } from "./quiet-fits.ts";
import { seededNetwork, smallLearner, weightsOf } from "./small-learner.ts";

beforeAll(async () => void (await device.use()));
quietFits();

/** The values of each weight by its name. */
const named = (model: tf.LayersModel): Record<string, number[]> =>
  Object.fromEntries([...modelWeights(model)].map(([name, variable]) => [name, Array.from(variable.dataSync())]));

/** Three groups: convolution; batch norm to dropout; the head. */
function threeGroups(): tf.Sequential {
  const model = seededNetwork();
  const [first, ...others] = model.layers as [tf.layers.Layer, ...tf.layers.Layer[]];
  const head = others.splice(-1);
  setLayerGroups(model, [
    { name: "eye", layers: [first] },
    { name: "middle", layers: others },
    { name: "head", layers: head },
  ]);
  return model;
}

test("what is frozen keeps its bits, batch normalisation's averages too; the rest learns", async () => {
  const learner = smallLearner();
  learner.freeze();
  const before = named(learner.model);
  await learner.fit(2, { learningRate: 0.01 });
  const after = named(learner.model);
  const changed = Object.keys(before).filter((name) => String(before[name]) !== String(after[name]));
  expect(changed).toEqual(["dense_1.kernel", "dense_1.bias"]);
  learner.unfreeze();
  await learner.fit(1, { learningRate: 0.01 });
  for (const [name, values] of Object.entries(named(learner.model))) expect(values).not.toEqual(after[name]);
});

test("any way of freezing and fitting keeps the bits of what is frozen, and leaves no tensor beside the learner's own", async () => {
  const steps = fc.array(fc.constantFrom<0 | 1 | 2 | "fit">(0, 1, 2, "fit", "fit"), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(steps, async (acts) => {
      const start = tf.memory().numTensors;
      const learner = smallLearner({ model: threeGroups() });
      const groups = [["conv2d"], ["batch"], ["dense"]];
      let first = 0;
      for (const act of acts) {
        if (act !== "fit") learner.freezeTo(act);
        if (act !== "fit") first = act;
        else {
          const before = named(learner.model);
          const tensors = tf.memory().numTensors;
          await learner.fit(1, { learningRate: 0.01 });
          expect(tf.memory().numTensors).toBe(tensors);
          const after = named(learner.model);
          const isFrozen = (name: string) =>
            groups
              .slice(0, first)
              .flat()
              .some((prefix) => name.startsWith(prefix));
          for (const name of Object.keys(before).filter(isFrozen)) expect(after[name]).toEqual(before[name]);
          expect(after["dense_1.kernel"]).not.toEqual(before["dense_1.kernel"]);
        }
      }
      learner.dispose();
      learner.model.dispose();
      expect(tf.memory().numTensors).toBe(start);
    }),
    { numRuns: 8 },
  );
});

test("the optimizer remembers trainable weights only; what is unfrozen begins anew with updates counted from 1, the others go on", async () => {
  const seen: { readonly step: number; readonly size: number; readonly mean: number }[] = [];
  const plain = adam();
  const watched: Optimizer = {
    ...plain,
    update(input) {
      const mean = Math.max(...Array.from((input.slots["mean"] as tf.Tensor).dataSync(), Math.abs));
      seen.push({ step: input.step.dataSync()[0] ?? 0, size: input.variable.size, mean });
      return plain.update(input);
    },
  };
  const learner = smallLearner({ optimizer: watched });
  learner.freeze();
  const frozen = tf.memory().numTensors;
  await learner.fit(1);
  expect(seen.map(({ step }) => step)).toEqual([1, 1, 2, 2, 3, 3]); // kernel and bias of the head
  learner.unfreeze();
  expect(tf.memory().numTensors).toBe(frozen + 4 * 2 + 1); // two slots each for four weights, and their counter
  seen.length = 0;
  await learner.fit(1);
  const [body, head] = [seen.slice(0, 4), seen.slice(4, 6)];
  expect(body.map(({ step, mean }) => [step, mean])).toEqual(Array.from({ length: 4 }, () => [1, 0]));
  expect(head.map(({ step }) => step)).toEqual([4, 4]);
  for (const { mean } of head) expect(mean).toBeGreaterThan(0);
  learner.freeze();
  expect(tf.memory().numTensors).toBe(frozen);
});

test("gradients don't go back through what is frozen", async () => {
  const kernels = (learner: ReturnType<typeof smallLearner>) =>
    tf.profile(async () => void (await learner.fit(1))).then(({ kernels: ran }) => ran.map(({ name }) => name));
  const all = await kernels(smallLearner());
  expect(all).toContain("Conv2DBackpropFilter");
  const frozen = smallLearner();
  frozen.freeze();
  expect((await kernels(frozen)).filter((name) => /Backprop|Grad/.test(name))).toEqual([]);
});

test("freezeTo takes a place from either end or a name; anything else is refused with the groups there are", () => {
  const learner = smallLearner({ model: threeGroups() });
  const trainable = () => learner.model.layers.map((layer) => layer.trainable);
  learner.freezeTo("middle");
  expect(trainable()).toEqual([false, true, true, true, true]);
  learner.freezeTo(-1);
  expect(trainable()).toEqual([false, false, false, false, true]);
  learner.freezeTo(0);
  expect(trainable()).toEqual([true, true, true, true, true]);
  for (const wrong of [3, -4, 0.5, "tail"]) {
    expect(() => learner.freezeTo(wrong)).toThrow(
      /^Expected a layer group of .* but got .*\.\n {2}Its groups are 0 "eye", 1 "middle", 2 "head"; -1/,
    );
  }
});

test("a model with models inside is frozen with all that is in them", async () => {
  const inner = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [side, side, 1] }), tf.layers.dense({ units: 4 })] });
  const model = tf.sequential({ layers: [inner, tf.layers.dense({ units: 3 })] });
  const learner = smallLearner({ model });
  learner.freeze();
  expect(model.trainableWeights).toHaveLength(2);
  const before = weightsOf(inner);
  await learner.fit(1);
  expect(weightsOf(inner)).toEqual(before);
  learner.unfreeze();
  expect(model.trainableWeights).toHaveLength(4);
});

test("a model of which all is frozen, or that has no weights, is refused by fit with what to do", async () => {
  const learner = smallLearner();
  for (const layer of learner.model.layers) layer.trainable = false;
  await expect(learner.fit(1)).rejects.toThrow(/has only frozen layers\.\n {2}Let them learn again with learner\.unfreeze\(\)/);
  const model = tf.sequential({
    layers: [tf.layers.averagePooling2d({ inputShape: [side, side, 1], poolSize: [side, 2] }), tf.layers.flatten()],
  });
  await expect(smallLearner({ model }).fit(1)).rejects.toThrow("has no weights");
});

test("each layer group learns at its own rate", async () => {
  const learner = smallLearner();
  const before = named(learner.model);
  await learner.fit(1, { learningRate: 0.01, groupRates: [0, 1] });
  const after = named(learner.model);
  expect(after["conv2d_1.kernel"]).toEqual(before["conv2d_1.kernel"]);
  expect(after["dense_1.kernel"]).not.toEqual(before["dense_1.kernel"]);
  await expect(learner.fit(1, { groupRates: [1] })).rejects.toThrow('("body", "head"), but got 1');
});
