import { beforeAll, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { type CrossEntropyOptions, crossEntropy } from "../../../lib/train/index.ts";

beforeAll(async () => void (await device.use()));

const scores = [
  [1, 2, 0],
  [0, -1, 3],
];

const valueAt = (targets: number[] | number[][], options: CrossEntropyOptions = {}): number =>
  tf.tidy(() => crossEntropy(options).value(tf.tensor2d(scores), tf.tensor(targets)).dataSync()[0] ?? Number.NaN);

test("scores that are far apart give a finite loss, for softmax is never taken by itself", () => {
  const loss = tf.tidy(
    () =>
      crossEntropy()
        .value(tf.tensor2d([[1000, -1000]]), tf.tensor1d([1], "int32"))
        .dataSync()[0],
  );
  expect(loss).toBe(2000);
});

test("shares of the classes count as labels where they are one-hot, also with smoothing and weights", () => {
  const oneHot = [
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (const options of [{}, { labelSmoothing: 0.2 }, { classWeights: [1, 5, 0.5] }, { labelSmoothing: 0.2, classWeights: [1, 5, 0.5] }]) {
    expect(valueAt(oneHot, options)).toBeCloseTo(valueAt([1, 2], options), 6);
  }
});

test("shares are weighed where pictures were mixed", () => {
  const second = [0, 0, 1];
  const mixed = valueAt([[0.25, 0.75, 0], second]);
  expect(mixed).toBeCloseTo(0.75 * valueAt([[0, 1, 0], second]) + 0.25 * valueAt([[1, 0, 0], second]), 5);
});

test("a class of weight 2 counts as if each of its examples were there twice", () => {
  const three = (labels: number[], rows: number[]): number =>
    tf.tidy(() => {
      const outputs = tf.tensor2d(rows.map((row) => scores[row] as number[])); // [N, 3]
      return crossEntropy().value(outputs, tf.tensor1d(labels, "int32")).dataSync()[0] ?? Number.NaN;
    });
  expect(valueAt([1, 2], { classWeights: [1, 2, 1] })).toBeCloseTo(three([1, 1, 2], [0, 0, 1]), 6);
});

test("the means of batches, by their weights, are the mean of all", () => {
  const loss = crossEntropy({ classWeights: [1, 7, 2], labelSmoothing: 0.1 });
  const [mean, parts] = tf.tidy(() => {
    const [outputs, labels] = [tf.tensor2d([...scores, [2, 2, 2]]), tf.tensor1d([1, 0, 2], "int32")]; // [3, 3], [3]
    const batches = [[0, 2] as const, [2, 1] as const].map(([from, count]) => {
      const [some, right] = [outputs.slice(from, count), labels.slice(from, count)];
      const weight = loss.weight?.(some, right).dataSync()[0] ?? Number.NaN;
      return { weight, value: loss.value(some, right).dataSync()[0] ?? Number.NaN };
    });
    return [loss.value(outputs, labels).dataSync()[0] ?? Number.NaN, batches];
  });
  expect(parts.map(({ weight }) => weight)).toEqual([8, 2]);
  expect(parts.reduce((sum, { weight, value }) => sum + (weight * value) / 10, 0)).toBeCloseTo(mean, 6);
});

test("pulls on mixed targets and smoothed ones until the probabilities are the targets", () => {
  const slope = tf.tidy(() => {
    const targets = tf.tensor2d([[0.5, 0.25, 0.25]]);
    return Array.from(
      tf
        .grad((x) => crossEntropy().value(x, targets))(tf.log(targets))
        .dataSync(),
    );
  });
  for (const value of slope) expect(value).toBeCloseTo(0, 7);
});
