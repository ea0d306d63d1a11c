import { beforeAll, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { crossEntropy } from "../../../lib/train/index.ts";
import pytorch from "../fixtures/pytorch.json" with { type: "json" };

beforeAll(async () => void (await device.use()));

const { logits, labels, loss, gradient } = pytorch.crossEntropy;

test("the loss and its gradient are PyTorch's, and no tensor is left", () => {
  const before = tf.memory().numTensors;
  const [got, slope] = tf.tidy(() => {
    const classes = tf.tensor1d(labels, "int32"); // [5]
    const scores = tf.tensor2d(logits); // [5, 3]
    const byLogits = tf.grad((x) => crossEntropy.value(x, classes))(scores); // [5, 3]
    return [crossEntropy.value(scores, classes).dataSync()[0], Array.from(byLogits.dataSync())];
  }) as [number, number[]];
  expect(got).toBeCloseTo(loss, 5);
  slope.forEach((value, index) => {
    expect(value).toBeCloseTo(gradient.flat()[index] ?? Number.NaN, 6);
  });
  expect(tf.memory().numTensors).toBe(before);
});

test("scores that are far apart give a finite loss, for softmax is never taken by itself", () => {
  const loss = tf.tidy(() => crossEntropy.value(tf.tensor2d([[1000, -1000]]), tf.tensor1d([1], "int32")).dataSync()[0]);
  expect(loss).toBe(2000);
});

test("shares of the classes count as labels where they are one-hot, and are weighed where pictures were mixed", () => {
  const scores = [
    [1, 2, 0],
    [0, -1, 3],
  ];
  const valueAt = (targets: number[][]): number =>
    tf.tidy(() => crossEntropy.value(tf.tensor2d(scores), tf.tensor2d(targets)).dataSync()[0] ?? Number.NaN);
  const byLabels = tf.tidy(() => crossEntropy.value(tf.tensor2d(scores), tf.tensor1d([1, 2], "int32")).dataSync()[0]);
  const [first, second] = [
    valueAt([
      [0, 1, 0],
      [0, 0, 1],
    ]),
    valueAt([
      [1, 0, 0],
      [0, 0, 1],
    ]),
  ];
  expect(first).toBeCloseTo(byLabels ?? Number.NaN, 6);
  expect(
    valueAt([
      [0.25, 0.75, 0],
      [0, 0, 1],
    ]),
  ).toBeCloseTo(0.75 * first + 0.25 * second, 5);
});
