import fc from "fast-check";
import { expect, test } from "vitest";
import { quantised, readSafetensors, safetensorsBytes, type WeightArrays } from "../../../lib/nn/weights/index.ts";

const kernels = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 })).chain(([rows, channels]) =>
  fc.record({
    shape: fc.constant([rows, channels]),
    values: fc.float32Array({ minLength: rows * channels, maxLength: rows * channels, min: -100, max: 100, noNaN: true }),
  }),
);

test("a kernel comes back from its file with an error of at most half a step of its channel", () =>
  fc.assert(
    fc.property(kernels, (kernel) => {
      const back = readSafetensors(safetensorsBytes(quantised(new Map([["kernel", kernel]])))).weights;
      expect([...back.keys()]).toEqual(["kernel"]);
      const channels = kernel.shape[1] ?? 1;
      for (const [index, value] of kernel.values.entries()) {
        const column = kernel.values.filter((_, other) => other % channels === index % channels);
        const step = Math.max(...column.map(Math.abs)) / 127;
        expect(Math.abs((back.get("kernel")?.values[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(step * 0.5001 + 1e-42);
      }
    }),
  ));

test("takes a byte for each number of a kernel, and leaves biases and whole numbers as they are", () => {
  const weights: WeightArrays = new Map([
    ["conv.kernel", { shape: [1, 2], values: Float32Array.of(2.54, 0) }],
    ["conv.bias", { shape: [2], values: Float32Array.of(0.1, 0.2) }],
    ["count", { shape: [1, 1], values: Int32Array.of(3) }],
  ]);
  expect(quantised(weights)).toEqual(
    new Map([
      ["conv.kernel", { shape: [1, 2], values: Int8Array.of(127, 0) }],
      ["conv.kernel.scale", { shape: [2], values: Float32Array.of(2.54 / 127, 0) }],
      ["conv.bias", { shape: [2], values: Float32Array.of(0.1, 0.2) }],
      ["count", { shape: [1, 1], values: Int32Array.of(3) }],
    ]),
  );
});

test("whole numbers of another meaning stay whole", () => {
  const weights: WeightArrays = new Map([
    ["table", { shape: [2, 2], values: Int8Array.of(1, 2, 3, 4) }],
    ["table.scale", { shape: [3], values: Float32Array.of(1, 2, 3) }],
  ]);
  expect(readSafetensors(safetensorsBytes(weights)).weights).toEqual(weights);
});

test("says which kernel has a number that is not finite", () => {
  const weights: WeightArrays = new Map([["conv1.kernel", { shape: [1, 2], values: Float32Array.of(1, Number.NaN) }]]);
  expect(() => quantised(weights)).toThrow("Expected finite weights but got NaN at 1 of conv1.kernel");
});
