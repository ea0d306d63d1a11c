import { expect, test } from "vitest";
import { tf } from "../../lib/device/index.ts";
import { testWith } from "../support/parts.ts";
import { inChild } from "./support/in-child.ts";

const train = `
  const w = tf.variable(tf.ones([3, 1]));
  const optimizer = tf.train.adam(0.1);
  optimizer.minimize(() => tf.matMul(tf.ones([2, 3]), w).square().mean());
  tf.conv2d(tf.ones([1, 8, 8, 1]), tf.ones([3, 3, 1, 2]), 1, "same").dataSync();
`;

test("the names and the types of TensorFlow.js are there", () => {
  const tensor: tf.Tensor1D = tf.tensor1d([1, 2, 3]);
  expect(tensor.square().arraySync()).toEqual([1, 4, 9]);
  tensor.dispose();
});

test("loading it and computing without an engine prints nothing", () => {
  expect(inChild(train)).toEqual({ status: 0, stdout: "", stderr: "" });
});

test("wasm starts and trains without a word", () => {
  expect(inChild(`await device.use("wasm"); ${train}`)).toEqual({ status: 0, stdout: "", stderr: "" });
});

testWith("tensorflow")("TensorFlow's library starts and trains without a word", () => {
  expect(inChild(`await device.use("tensorflow"); ${train}`)).toEqual({ status: 0, stdout: "", stderr: "" });
});

testWith("tensorflow")("an error inside TensorFlow is still an exception with its message", () => {
  const { status, stderr } = inChild(`
    await device.use("tensorflow");
    tf.engine().runKernel("BatchMatMul", { a: tf.ones([2, 3]), b: tf.ones([2, 3]) }, { transposeA: false, transposeB: false });
  `);
  expect(status).toBe(1);
  expect(stderr).toContain("Matrix size-incompatible");
});
