import { beforeAll, describe, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { type BatchNormalization, batchNormalization } from "../../../lib/nn/index.ts";
import expected from "../../fixtures/vision/expected.json" with { type: "json" };
import { hashed } from "../../fixtures/vision/hashed.ts";
import { distance, engines } from "../engines.ts";

const weightsOf = (layer: BatchNormalization): Record<string, tf.Variable> =>
  Object.fromEntries(layer.weights.map((weight) => [weight.originalName.split("/").at(-1), weight.read() as tf.Variable]));

/** A layer of three channels that was built, with running averages other than those at the start. */
function trained(): BatchNormalization {
  const layer = batchNormalization();
  tf.tidy(() => void layer.apply(tf.tensor([1, 2, 3, 4, 6, 9, 0, 0, 1], [3, 3]), { training: true }));
  return layer;
}

describe.each(engines)("on %s", (_, start) => {
  beforeAll(async () => void (await start()));

  test.each(expected.batchNormalization)("two steps on $shape and an inference are PyTorch's", async ({ shape, steps, inferred }) => {
    const layer = batchNormalization();
    const channels = shape.at(-1) as number;
    const size = shape.reduce((product, axis) => product * axis, 1);
    const input = (name: string, scale: number, offset: number): tf.Tensor =>
      tf.tidy(() => tf.add(offset, tf.mul(scale, tf.tensor(hashed(name, size), shape))));
    tf.tidy(() => void layer.apply(tf.zeros(shape)));
    const { gamma, beta, moving_mean, moving_variance } = weightsOf(layer) as Record<
      "gamma" | "beta" | "moving_mean" | "moving_variance",
      tf.Variable
    >;
    tf.tidy(() => gamma.assign(tf.add(1, tf.mul(0.5, tf.tensor(hashed("gamma", channels))))));
    tf.tidy(() => beta.assign(tf.mul(0.5, tf.tensor(hashed("beta", channels)))));
    const leaked = await device.leaks(() => {
      for (const [step, { y, gradients, averages }] of steps.entries()) {
        tf.tidy(() => {
          const x = input(`x${step}`, 2, 3);
          let outputs: tf.Tensor | undefined;
          const cost = (pictures: tf.Tensor): tf.Scalar => {
            outputs = tf.keep(layer.apply(pictures, { training: true }) as tf.Tensor);
            return tf.sum(tf.mul(outputs, input(`weights${step}`, 1, 0)));
          };
          const variable = tf.variable(x);
          const all = tf.variableGrads(() => cost(variable), [gamma, beta, variable]);
          expect(distance(outputs?.dataSync() ?? [], y)).toBeLessThan(1e-5);
          expect(distance(all.grads[variable.name]?.dataSync() ?? [], gradients.x)).toBeLessThan(1e-5);
          expect(distance(all.grads[gamma.name]?.dataSync() ?? [], gradients.gamma)).toBeLessThan(2e-5);
          expect(distance(all.grads[beta.name]?.dataSync() ?? [], gradients.beta)).toBeLessThan(2e-5);
          tf.dispose([outputs as tf.Tensor, variable]);
        });
        expect(distance(moving_mean.dataSync(), averages.mean)).toBeLessThan(1e-6);
        expect(distance(moving_variance.dataSync(), averages.variance)).toBeLessThan(1e-6);
      }
      const last = tf.tidy(() => (layer.apply(input("x1", 2, 3)) as tf.Tensor).dataSync());
      expect(distance(last, inferred)).toBeLessThan(1e-5);
    });
    expect(leaked).toBe(0);
    layer.dispose();
  });

  test("the variance of many values far from zero is right", () => {
    const layer = batchNormalization({ momentum: 1 });
    const spread = tf.tidy(() => {
      const x = tf.tensor(hashed("far", 400_000), [4, 100, 100, 10]).add(30);
      return tf.moments(layer.apply(x, { training: true }) as tf.Tensor, [0, 1, 2]).variance.dataSync();
    });
    const { moving_mean, moving_variance } = weightsOf(layer);
    expect(distance(moving_mean?.dataSync() ?? [], new Float32Array(10).fill(30))).toBeLessThan(0.02); // 40,000 values with deviation 0.58
    expect(distance(moving_variance?.dataSync() ?? [], new Float32Array(10).fill(1 / 3))).toBeLessThan(0.01);
    expect(distance(spread, new Float32Array(10).fill(1))).toBeLessThan(0.01);
    layer.dispose();
  });

  test.each(["layer", "model"])("where the %s is frozen, training uses the running averages and leaves them", (frozen) => {
    const layer = trained();
    const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [3] }), layer] });
    if (frozen === "layer") layer.trainable = false;
    else model.trainable = false;
    const before = layer.weights.map((weight) => weight.read().dataSync().slice());
    tf.tidy(() => {
      const x = tf.tensor([5, 6, 7, 8, 9, 1], [2, 3]);
      const [inTraining, inUse] = [true, false].map((training) => (layer.apply(x, { training }) as tf.Tensor).dataSync());
      expect(inTraining).toEqual(inUse);
    });
    expect(layer.weights.map((weight) => weight.read().dataSync())).toEqual(before);
    layer.dispose();
  });
});

describe("arguments", () => {
  test("a single value a channel is refused with the likely cause", () => {
    const layer = trained();
    expect(() => tf.tidy(() => void layer.apply(tf.ones([1, 3]), { training: true }))).toThrow(/at least 2 values a channel.*last batch/s);
    layer.dispose();
  });

  test("epsilon and momentum are checked", () => {
    expect(() => batchNormalization({ epsilon: 0 })).toThrow("Expected epsilon to be a positive number but got 0");
    expect(() => batchNormalization({ momentum: 2 })).toThrow("Expected momentum to be a number between 0 and 1 but got 2");
  });

  test("a model with it is the same after saving and loading", async () => {
    const model = tf.sequential({
      layers: [tf.layers.inputLayer({ inputShape: [4, 4, 2] }), batchNormalization({ name: "norm", epsilon: 0.5 })],
    });
    const copy = (await tf.models.modelFromJSON(JSON.parse(model.toJSON() as string))) as tf.LayersModel;
    copy.setWeights(model.getWeights());
    tf.tidy(() => {
      const x = tf.tensor(hashed("pictures", 64), [2, 4, 4, 2]);
      const [one, other] = [model, copy].map((network) => (network.predict(x) as tf.Tensor).dataSync());
      expect(one).toEqual(other);
    });
    model.dispose();
    copy.dispose();
  });
});
