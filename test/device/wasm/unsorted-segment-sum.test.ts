import fc from "fast-check";
import { expect, test } from "vitest";
import { tf } from "../../../lib/device/tensorflow.ts";
import { difference, runKernel } from "./support.ts";

test("adds up rows by group as the cpu backend does, with groups that are empty or come several times", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
      async (groups, width) => {
        const x = Float32Array.from({ length: groups.length * width }, (_, index) => Math.cos(index));
        const kernel = { name: tf.UnsortedSegmentSum, attributes: { numSegments: 5 }, shape: [5, width] };
        const inputs = { x: [x, [groups.length, width]], segmentIds: [groups, [groups.length], "int32"] } as const;
        expect(difference(await runKernel("wasm", kernel, inputs), await runKernel("cpu", kernel, inputs))).toBeLessThan(1e-5);
      },
    ),
    { numRuns: 50 },
  ));
