import { expect, test } from "vitest";
import { tf } from "../../../lib/device/index.ts";
import { kaimingNormal, seededWeights } from "../../../lib/nn/index.ts";
import { normals } from "../../../lib/nn/initializers/normals.ts";

const momentsOf = (values: ArrayLike<number>): { mean: number; deviation: number } => {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return { mean, deviation: Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length) };
};

/** The kernel of a convolution 3 × 3 from 16 to 64 channels, with first weights by an initialiser. */
function kernel(kernelInitializer: ReturnType<typeof kaimingNormal>): Float32Array {
  return tf.tidy(() => {
    const layer = tf.layers.conv2d({ inputShape: [8, 8, 16], filters: 64, kernelSize: 3, kernelInitializer });
    layer.build([null, 8, 8, 16]);
    return layer.getWeights()[0]?.dataSync().slice() as Float32Array;
  });
}

test("normals have the mean, the deviation and the tails of the normal distribution, also an odd number of them", () => {
  const values = normals(100_001, { deviation: 2, seed: 1 });
  const { mean, deviation } = momentsOf(values);
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(deviation).toBeCloseTo(2, 1);
  expect(values.filter((value) => Math.abs(value) > 4).length / values.length).toBeCloseTo(0.0455, 2);
  expect(values.at(-1)).not.toBe(0);
});

test("weights have the variance 2 / (9 · outputs), follow from the seed, and survive saving", async () => {
  const weights = kernel(kaimingNormal({ seed: "a" }));
  expect(momentsOf(weights).deviation).toBeCloseTo(Math.sqrt(2 / (9 * 64)), 2);
  expect(kernel(kaimingNormal({ seed: "a" }))).toEqual(weights);
  expect(kernel(kaimingNormal({ seed: "b" }))).not.toEqual(weights);
  expect(kernel(kaimingNormal())).not.toEqual(kernel(kaimingNormal()));
  const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: 2, kernelInitializer: kaimingNormal({ seed: 1 }) })] });
  const copy = await tf.models.modelFromJSON(JSON.parse(model.toJSON() as string));
  expect(copy.getWeights()[0]?.dataSync()).toEqual(model.getWeights()[0]?.dataSync());
  model.dispose();
  copy.dispose();
});

test("layers of one network begin differently, each kind with its own spread", () => {
  const hidden = kernel(seededWeights.hidden({ seed: 1, name: "one" }));
  expect(kernel(seededWeights.hidden({ seed: 1, name: "one" }))).toEqual(hidden);
  expect(kernel(seededWeights.hidden({ seed: 1, name: "two" }))).not.toEqual(hidden);
  expect(momentsOf(hidden).deviation).toBeCloseTo(Math.sqrt(2 / (9 * 16)), 2);
  expect(momentsOf(kernel(seededWeights.scores({ seed: 1, name: "one" }))).deviation).toBeCloseTo(Math.sqrt(1 / 3 / (9 * 16)), 2);
});
