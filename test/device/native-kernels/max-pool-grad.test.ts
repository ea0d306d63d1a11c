import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";

beforeAll(async () => void (await device.use()));

const side = (max: number) => fc.integer({ min: 1, max });
const poolings = fc
  .record({
    shape: fc.tuple(side(3), side(9), side(9), side(4)),
    filterSize: fc.tuple(side(3), side(3)),
    strides: fc.tuple(side(3), side(3)),
    pad: fc.constantFrom("same" as const, "valid" as const),
    // Few different values, so that windows with several equal maxima are common.
    levels: fc.integer({ min: 1, max: 20 }),
    seed: fc.nat(),
  })
  .filter(({ shape, filterSize, pad }) => pad === "same" || (shape[1] >= filterSize[0] && shape[2] >= filterSize[1]));

type Pooling = typeof poolings extends fc.Arbitrary<infer T> ? T : never;

/** The gradient of max pooling on the engine in use or another, from fixed pictures and gradients. */
function gradient({ shape, filterSize, strides, pad, levels, seed }: Pooling): Float32Array {
  return tf.tidy(() => {
    const noise = (sizes: number[], salt: number): tf.Tensor4D => {
      const values = Float32Array.from(
        { length: tf.util.sizeFromShape(sizes) },
        (_, index) => ((Math.imul(index + seed, 0x9e3779b1) ^ salt) >>> 8) % levels,
      );
      return tf.tensor4d(values, sizes as [number, number, number, number]);
    };
    const { outShape } = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad);
    const pool = (x: tf.Tensor): tf.Tensor => tf.maxPool(x as tf.Tensor4D, filterSize, strides, pad);
    return tf.grad(pool)(noise(shape, 1), noise(outShape, 2)).dataSync() as Float32Array;
  });
}

test("equals the cpu backend over windows, strides, paddings and equal maxima, and leaves no tensor", async () => {
  const best = tf.getBackend();
  const cases = fc.sample(poolings, 150);
  const before = tf.memory().numTensors;
  const got = cases.map(gradient);
  expect(tf.memory().numTensors).toBe(before);
  await tf.setBackend("cpu");
  const wanted = cases.map(gradient);
  await tf.setBackend(best);
  for (const [index, values] of got.entries()) {
    const difference = Math.max(...values.map((value, place) => Math.abs(value - (wanted[index]?.[place] ?? Number.NaN))));
    expect(difference, JSON.stringify(cases[index])).toBeLessThan(1e-4);
  }
});
