import fc from "fast-check";
import { expect, test } from "vitest";
import { tf } from "../../../lib/device/tensorflow.ts";
import { difference, runKernel } from "./support.ts";

const axes = fc.array(fc.record({ size: fc.integer({ min: 1, max: 3 }), times: fc.integer({ min: 1, max: 3 }) }), {
  minLength: 1,
  maxLength: 4,
});

test.each(["float32", "int32"] as const)("equals the cpu backend for %s, whether an axis of size 1 is repeated or a longer one", (type) =>
  fc.assert(
    fc.asyncProperty(axes, async (all) => {
      const shape = all.map(({ size }) => size);
      const reps = all.map(({ times }) => times);
      const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, index) => index - 1);
      const kernel = { name: tf.Tile, attributes: { reps }, shape: all.map(({ size, times }) => size * times) };
      const inputs = { x: [values, shape, type] } as const;
      expect(difference(await runKernel("wasm", kernel, inputs), await runKernel("cpu", kernel, inputs))).toBe(0);
    }),
    { numRuns: 60 },
  ),
);
