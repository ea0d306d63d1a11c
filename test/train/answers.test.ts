import { beforeAll, expect, test } from "vitest";
import { loader } from "../../lib/data/index.ts";
import { device, tf } from "../../lib/device/index.ts";
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  type LearnerOptions,
  meanSquaredError,
} from "../../lib/train/index.ts";
import { side, stripes } from "./pictures.ts";
import { quietFits } from "./quiet-fits.ts";
import { smallLearner } from "./small-learner.ts";

beforeAll(async () => void (await device.use()));
quietFits();

function linear(units: number, activation?: "sigmoid"): tf.Sequential {
  const last = tf.layers.dense({ units, kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }), ...(activation && { activation }) });
  return tf.sequential({ layers: [tf.layers.flatten({ inputShape: [side, side, 1] }), last] });
}

/** Pictures of two classes: bright below (1) or above (0). */
const two = stripes(48, { labels: Int32Array.from({ length: 48 }, (_, index) => (index % 3 === 1 ? 1 : 0)) });

const onTwo = (model: tf.LayersModel, loss: NonNullable<LearnerOptions["loss"]>) =>
  smallLearner({ model, loss, train: loader(two, { batchSize: 16, shuffle: true, seed: 1 }), valid: loader(two, { batchSize: 12 }) });

test.for([
  ["scores", linear, binaryCrossEntropyWithLogits],
  ["probabilities", (units: number) => linear(units, "sigmoid"), binaryCrossEntropy],
] as const)("yes or no from %s: accuracy counts, predict gives the probabilities of no and yes", async ([, network, loss]) => {
  const learner = onTwo(network(1), loss);
  await learner.fit(12, { learningRate: 0.03 });
  const { classes, probabilities = new Float32Array(), values } = await learner.predict(two);
  expect(values).toBeUndefined();
  expect(probabilities).toHaveLength(2 * 48);
  const right = Array.from(classes).filter((found, index) => found === two.labels?.[index]).length;
  expect((await learner.validate())["accuracy"]).toBeCloseTo(right / 48, 6);
  expect(right).toBeGreaterThan(40);
  for (const [index, found] of classes.entries()) {
    const [no = 0, yes = 0] = probabilities.subarray(2 * index, 2 * index + 2);
    expect(no + yes).toBeCloseTo(1, 6);
    expect(found).toBe(yes > no ? 1 : 0);
  }
});

test("values: predictions hold them, and the whole number next to each", async () => {
  const learner = smallLearner({ model: linear(1), loss: meanSquaredError, metrics: [] });
  await learner.fit(15, { learningRate: 0.03 });
  const { classes, values = new Float32Array(), probabilities } = await learner.predict(stripes(12));
  expect(probabilities).toBeUndefined();
  expect(Array.from(classes)).toEqual(Array.from(values, (value) => Math.round(value)));
  expect(Math.max(...Array.from(values, (value, index) => Math.abs(value - (index % 3))))).toBeLessThan(1);
});

test("a model, a loss and labels that don't go together are refused with what to do", () => {
  expect(() => smallLearner({ model: linear(3), loss: binaryCrossEntropyWithLogits })).toThrow(
    /Expected a model with 1 output, the score of yes, which .* takes, but got one with 3\./,
  );
  expect(() => smallLearner({ model: linear(3), loss: meanSquaredError })).toThrow("with 1 output, the value,");
  expect(() => smallLearner({ model: linear(1), loss: binaryCrossEntropyWithLogits })).toThrow(
    "Expected labels 0 (no) or 1 (yes) but got 2 at index 2 of stripes (train).\n  Its loss is for yes or no. More than two classes?",
  );
  expect(() => onTwo(linear(1), binaryCrossEntropy)).toThrow(
    /Expected a model that ends in probabilities, .*\n {2}Give it activation: "sigmoid", or take .*binaryCrossEntropyWithLogits/,
  );
  expect(() => onTwo(linear(1, "sigmoid"), binaryCrossEntropyWithLogits)).toThrow("applies sigmoid itself");
  expect(() => onTwo(linear(1), crossEntropy)).toThrow("Expected labels between 0 and 0 but got 1");
});
