import { beforeAll, describe, expect, test } from "vitest";
import { loader } from "../../lib/data/index.ts";
import { device, tf } from "../../lib/device/index.ts";
import { type Callback, crossEntropy, type LearnerOptions, type Loss, sgd } from "../../lib/train/index.ts";
import { side, stripes } from "./pictures.ts";
import { quietFits } from "./quiet-fits.ts";
import { smallLearner, weightsOf } from "./small-learner.ts";

quietFits();

/** Two dense layers with names. */
function dense(activation: "relu" | "linear" = "linear"): tf.Sequential {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: 1 });
  return tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [side, side, 1] }),
      tf.layers.dense({ name: "first", units: 4, activation, kernelInitializer }),
      tf.layers.dense({ name: "second", units: 3, kernelInitializer }),
    ],
  });
}

/** Sets the first number of a layer's kernel. */
function setKernel(model: tf.LayersModel, layer: string, value: number): void {
  tf.tidy(() => {
    const [kernel, bias] = model.getLayer(layer).getWeights() as [tf.Tensor, tf.Tensor];
    const values = kernel.dataSync().slice();
    values[0] = value;
    model.getLayer(layer).setWeights([tf.tensor(values, kernel.shape), bias]);
  });
}

describe.each(["tensorflow", "wasm"] as const)("on %s", (engine) => {
  beforeAll(async () => void (await device.use(engine).catch(() => device.use("wasm"))));

  /** The message of a fit that must fail; afterwards the learner must be as it was. */
  async function messageOf(changes: Partial<LearnerOptions>, learningRate = 0.01, callbacks: readonly Callback[] = []): Promise<string> {
    const learner = smallLearner({ model: dense(), optimizer: sgd(), ...changes });
    const before = weightsOf(learner.model);
    const tensors = tf.memory().numTensors;
    const error: unknown = await learner.fit(2, { learningRate, callbacks }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(RangeError);
    expect(weightsOf(learner.model)).toEqual(before);
    expect(tf.memory().numTensors).toBe(tensors);
    return (error as RangeError).message;
  }

  test("pictures", async () => {
    const broken: Callback = { name: "broken", changeBatch: ({ images, targets }) => ({ images: images.div(0), targets }) };
    expect(await messageOf({}, 0.01, [broken])).toMatch(
      /at batch 1 of epoch 1\.\n {2}The first number that is not finite is in the pictures of this batch\.\n {2}Look at/,
    );
  });

  test("targets", async () => {
    const broken: Callback = {
      name: "broken",
      changeBatch: ({ images, targets }) => ({ images, targets: tf.oneHot(targets.toInt(), 3).div(0) }),
    };
    expect(await messageOf({}, 0.01, [broken])).toContain("is in the targets of this batch.");
  });

  test("weights from the start", async () => {
    const model = dense();
    setKernel(model, "second", Number.NaN);
    expect(await messageOf({ model })).toMatch(
      /is in the weights second\.kernel, before the first update of this fit\.\n {2}Were they loaded from a file\?/,
    );
  });

  test("weights after an update, with the batch that made it", async () => {
    const burst: Callback = {
      name: "burst",
      changeGradients: (gradients) => gradients,
      afterBatch(run) {
        if (run.step === 2) setKernel(run.model, "first", Number.POSITIVE_INFINITY);
      },
    };
    const message = await messageOf({}, 0.01, [burst]);
    expect(message).toMatch(
      /at batch 3 of epoch 1\.\n.*is in the weights first\.kernel, after the update by batch 2\.\n {2}Most often the learning rate is too high: try 0\.001 instead of 0\.01, or callbacks: \[clipGradients/,
    );
    const later: Callback = {
      name: "later",
      afterEpoch(run) {
        if (run.epoch === 1) setKernel(run.model, "first", Number.NaN);
      },
    };
    const learner = smallLearner({ model: dense() });
    await expect(learner.fit(2, { callbacks: [later] })).rejects.toThrow(
      "first.kernel, after the update by the last batch of the epoch before.",
    );
  });

  test("what a layer makes of finite numbers", async () => {
    const model = dense();
    setKernel(model, "first", 3e38);
    setKernel(model, "second", 3e38);
    expect(await messageOf({ model })).toMatch(/is in what the layer "(first|second)" makes\.\n {2}Most often the learning rate/);
  });

  test("pictures that were not scaled are pointed out", async () => {
    const scaling: Callback = { name: "scaling", changeBatch: ({ images, targets }) => ({ images: images.mul(255), targets }) };
    expect(await messageOf({}, 1e37, [scaling])).toMatch(/The pictures hold values up to 2\d\d: scale them to 0 … 1/);
  });

  test("the loss itself", async () => {
    const usual = crossEntropy();
    const broken: Loss = {
      ...usual,
      name: "broken loss",
      value: (outputs, targets) => tf.log(tf.neg(tf.abs(usual.value(outputs, targets)))),
    };
    expect(await messageOf({ loss: broken })).toContain("is in the loss broken loss, whose inputs are finite.");
  });

  test("weights that the last batch of an epoch has ruined are noticed by the validation", async () => {
    const burst: Callback = {
      name: "burst",
      afterBatch(run) {
        if (run.batch === run.batches) setKernel(run.model, "second", Number.NaN);
      },
    };
    expect(await messageOf({ train: loader(stripes(48), { batchSize: 16 }) }, 0.01, [burst])).toMatch(
      /its validation loss in epoch 1 is none\.\n.*in the weights second\.kernel, after the last batch of the epoch\./,
    );
  });
});
