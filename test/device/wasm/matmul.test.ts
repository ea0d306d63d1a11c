import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { engines } from "../../../lib/device/engines/index.ts";
import { tf } from "../../../lib/device/tensorflow.ts";
import { difference, runKernel } from "./support.ts";

beforeAll(async () => {
  await engines.wasm.start();
});

const size = fc.integer({ min: 1, max: 8 });

test("equals the cpu backend for every choice of transposed factors, single and in batches", () =>
  fc.assert(
    fc.asyncProperty(
      size,
      size,
      size,
      fc.constantFrom(1, 3),
      fc.boolean(),
      fc.boolean(),
      async (m, k, n, batch, transposeA, transposeB) => {
        const values = (count: number, salt: number) =>
          Float32Array.from({ length: count }, (_, index) => Math.sin(index * 12.9898 + salt));
        const inputs = {
          a: [values(batch * m * k, 1), transposeA ? [batch, k, m] : [batch, m, k]],
          b: [values(batch * k * n, 2), transposeB ? [batch, n, k] : [batch, k, n]],
        } as const;
        const kernel = { name: tf.BatchMatMul, attributes: { transposeA, transposeB }, shape: [batch, m, n] };
        expect(difference(await runKernel("wasm", kernel, inputs), await runKernel("cpu", kernel, inputs))).toBeLessThan(1e-5);
      },
    ),
    { numRuns: 60 },
  ));
