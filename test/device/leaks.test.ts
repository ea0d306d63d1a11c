import { expect, test } from "vitest";
import { device, tf } from "../../lib/device/index.ts";

test("counts the tensors that a function leaves, its result included", async () => {
  const kept: tf.Tensor[] = [];
  expect(
    await device.leaks(() => {
      kept.push(tf.ones([3]), tf.zeros([2]));
    }),
  ).toBe(2);
  expect(await device.leaks(() => kept.push(tf.ones([1])))).toBe(1);
  expect(await device.leaks(() => tf.dispose(kept))).toBe(-3);
});

test("counts nothing where everything was disposed", async () => {
  expect(await device.leaks(() => tf.tidy(() => tf.ones([3]).square().dataSync()))).toBe(0);
});

test("waits for an asynchronous function", async () => {
  let late: tf.Tensor | undefined;
  const left = await device.leaks(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    late = tf.ones([2]);
  });
  expect(left).toBe(1);
  late?.dispose();
});

test("passes on what the function throws", async () => {
  await expect(device.leaks(() => tf.matMul(tf.ones([2, 3]), tf.ones([2, 3])))).rejects.toThrow("inner");
  await expect(device.leaks(() => Promise.reject(new Error("no data")))).rejects.toThrow("no data");
});
