import fc from "fast-check";
import { beforeAll, describe, expect } from "vitest";
import { backendOfTensorFlow, device, hasOwnOperations, type NativeOperation, nativeOperation, tf } from "../../lib/device/index.ts";
import { testWith } from "../support/parts.ts";

const native = testWith("tensorflow");
beforeAll(async () => void (await device.use()));

/** What an operation gives, as plain numbers. */
const run = (name: string, operation: NativeOperation): number[][] =>
  tf.tidy(() => nativeOperation(name, operation).map((one) => Array.from(one.dataSync())));

function expectNear(got: readonly number[] | undefined, expected: ArrayLike<number>): void {
  expect(got).toHaveLength(expected.length);
  for (const [place, value] of (got ?? []).entries()) {
    const wanted = expected[place] as number;
    if (!(Math.abs(value - wanted) <= 1e-5 * (1 + Math.abs(wanted)))) expect([place, value]).toEqual([place, wanted]);
  }
}

native("are there where set-up has compiled them", () => {
  expect(hasOwnOperations()).toBe(true);
});

const side = fc.integer({ min: 1, max: 7 });

describe("DescentColumnSums", () => {
  native("adds up all rows, of any number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), side, (rows, columns) => {
        tf.tidy(() => {
          const values = tf.randomUniform([rows, columns], -1, 1, "float32", rows);
          expectNear(run("DescentColumnSums", { inputs: [values], attributes: {}, outputs: 1 })[0], tf.sum(values, 0).dataSync());
        });
      }),
    );
  });

  native("refuses a scalar", () => {
    expect(() => run("DescentColumnSums", { inputs: [tf.scalar(1)], attributes: {}, outputs: 1 })).toThrow(/DescentColumnSums.*no columns/);
  });
});

describe("DescentAdam", () => {
  native("is the update by its formula", () => {
    tf.tidy(() => {
      const [weights, gradient, mean, square] = [1, 2, 3, 4].map((seed) => tf.randomUniform([33, 5], 0.1, 1, "float32", seed)) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const settings = [0.9, 0.01, 1e-3].map((value) => tf.scalar(value));
      const inputs = [weights, gradient, mean, square, ...settings];
      const got = run("DescentAdam", { inputs, attributes: { square_share: { float: 0.99 } }, outputs: 3 });
      const nextMean = tf.add(tf.mul(mean, 0.9), tf.mul(gradient, 0.1));
      const nextSquare = tf.add(tf.mul(square, 0.99), tf.mul(tf.square(gradient), 0.01));
      const next = tf.sub(weights, tf.mul(0.01, tf.div(nextMean, tf.add(tf.sqrt(nextSquare), 1e-3))));
      for (const [place, expected] of [next, nextMean, nextSquare].entries()) expectNear(got[place], expected.dataSync());
    });
  });
});

describe("DescentMaxPoolReluGradient", () => {
  native("is what ReLU's gradient makes of max pooling's, with the sums of its channels, whatever the sizes and the padding", () => {
    const shapes = fc.record({ pictures: side, height: side, width: side, channels: side, rows: side, columns: side, same: fc.boolean() });
    fc.assert(
      fc.property(shapes, ({ pictures, height, width, channels, rows, columns, same }) => {
        fc.pre(same || (rows <= height && columns <= width));
        tf.tidy(() => {
          const features = tf.relu(tf.randomUniform([pictures, height, width, channels], -1, 1, "float32", 1)) as tf.Tensor4D;
          const pool = (x: tf.Tensor): tf.Tensor4D =>
            tf.maxPool(x as tf.Tensor4D, [rows, columns], [rows, columns], same ? "same" : "valid");
          const pooled = pool(features);
          const gradient = tf.randomUniform(pooled.shape, -1, 1, "float32", 2);
          const expected = tf.grad((x: tf.Tensor) => tf.sum(tf.mul(pool(tf.relu(x)), gradient)))(features);
          const paddingOf = (size: number, step: number): number => (same ? Math.floor((Math.ceil(size / step) * step - size) / 2) : 0);
          const backend = backendOfTensorFlow();
          const type = backend.binding.TF_ATTR_INT;
          const attributes = [
            { name: "window", type, value: [rows, columns] },
            { name: "padding", type, value: [paddingOf(height, rows), paddingOf(width, columns)] },
          ];
          const inputs = [features, pooled, gradient];
          const made = backend.executeMultipleOutputs("DescentMaxPoolReluGradient", attributes, inputs, 2);
          const [result, sums] = made as [tf.Tensor, tf.Tensor];
          expectNear(Array.from(result.dataSync()), expected.dataSync());
          expectNear(Array.from(sums.dataSync()), tf.sum(expected, [0, 1, 2]).dataSync());
        });
      }),
      { numRuns: 200 },
    );
  });
});
