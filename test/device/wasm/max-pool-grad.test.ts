import fc from "fast-check";
import { expect, test } from "vitest";
import { tf } from "../../../lib/device/tensorflow.ts";
import { difference, runKernel } from "./support.ts";

const side = (max: number) => fc.integer({ min: 1, max });
const margin = (pad: "valid" | number) => (pad === "valid" ? 0 : 2 * pad);
const poolings = fc
  .record({
    shape: fc.tuple(side(3), side(8), side(8), side(4)),
    filterSize: fc.tuple(side(3), side(3)),
    strides: fc.tuple(side(3), side(3)),
    pad: fc.constantFrom("same" as const, "valid" as const, 1, 2),
    // Few different values, so that windows with several equal maxima are common.
    levels: fc.integer({ min: 1, max: 20 }),
    seed: fc.nat(),
  })
  .filter(
    ({ shape, filterSize, pad }) => pad === "same" || (shape[1] + margin(pad) >= filterSize[0] && shape[2] + margin(pad) >= filterSize[1]),
  );

test("equals the cpu backend over windows, strides, paddings and equal maxima, and leaves no tensor", () =>
  fc.assert(
    fc.asyncProperty(poolings, async ({ shape, filterSize, strides, pad, levels, seed }) => {
      const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad);
      const noise = (count: number, salt: number) =>
        Float32Array.from({ length: count }, (_, index) => ((Math.imul(index + seed, 0x9e3779b1) ^ salt) >>> 8) % levels);
      const input = noise(tf.util.sizeFromShape(shape), 1);
      const output = new Float32Array(tf.util.sizeFromShape(info.outShape)); // no backend reads it
      const dy = noise(output.length, 2);
      const kernel = { name: tf.MaxPoolGrad, attributes: { filterSize, strides, pad }, shape };
      const inputs = { dy: [dy, info.outShape], input: [input, shape], output: [output, info.outShape] } as const;
      expect(difference(await runKernel("wasm", kernel, inputs), await runKernel("cpu", kernel, inputs))).toBeLessThan(1e-6);
    }),
    { numRuns: 150 },
  ));

test("gives all of the gradient to the first of several equal pixels", async () => {
  const kernel = { name: tf.MaxPoolGrad, attributes: { filterSize: 2, strides: 2, pad: "valid" }, shape: [1, 2, 2, 1] };
  const one = [1, 1, 1, 1];
  const got = await runKernel("wasm", kernel, {
    dy: [[5], one],
    input: [
      [3, 7, 7, 7],
      [1, 2, 2, 1],
    ],
    output: [[7], one],
  });
  expect(Array.from(got)).toEqual([0, 5, 0, 0]);
});
