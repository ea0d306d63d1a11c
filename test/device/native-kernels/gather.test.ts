import { beforeAll, expect } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { testWith } from "../../support/parts.ts";

const native = testWith("tensorflow");
beforeAll(async () => void (await device.use().catch(() => undefined)));

native("rows and columns by their numbers, with batches, and its gradient", () => {
  const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
  expect(tf.gather(x, tf.tensor1d([2, 0, 2], "int32")).arraySync()).toEqual([
    [5, 6],
    [1, 2],
    [5, 6],
  ]);
  expect(tf.gather(x, [1], 1).arraySync()).toEqual([[2], [4], [6]]);
  const batches = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
  const rows = tf.tensor2d([1, 0], [2, 1], "int32");
  expect(tf.gather(batches, rows, 1, 1).arraySync()).toEqual([[[3, 4]], [[5, 6]]]);
  const gradient = tf.grad((value: tf.Tensor) => tf.sum(tf.gather(value, tf.tensor1d([2, 0, 2], "int32"))))(x);
  expect(gradient.arraySync()).toEqual([
    [1, 1],
    [0, 0],
    [2, 2],
  ]);
});

native("a number out of range is refused, where a processor computes", () => {
  expect(() => tf.gather(tf.tensor1d([1, 2]), tf.tensor1d([2], "int32")).dataSync()).toThrow(/2 is not in \[0, 2\)/);
});

native("leaves no tensor", async () => {
  const [x, rows] = [tf.ones([4, 3]), tf.tensor1d([1, 2], "int32")];
  expect(await device.leaks(() => tf.gather(x, rows).dispose())).toBe(0);
  tf.dispose([x, rows]);
});
