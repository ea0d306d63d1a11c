import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { accuracy } from "../../../lib/train/index.ts";

beforeAll(async () => void (await device.use()));

const examples = fc.array(
  fc.record({ scores: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 }), label: fc.integer({ min: 0, max: 2 }) }),
  {
    minLength: 1,
    maxLength: 40,
  },
);

test("is the part of examples that are right, exactly, however they are cut into batches", () =>
  fc.assert(
    fc.property(examples, fc.integer({ min: 1, max: 15 }), (all, batchSize) => {
      const batches = [];
      for (let from = 0; from < all.length; from += batchSize) {
        const batch = all.slice(from, from + batchSize);
        const measured = tf.tidy(() =>
          accuracy.measure(
            tf.tensor2d(batch.map(({ scores }) => scores)), // [N, 3]
            tf.tensor1d(
              batch.map(({ label }) => label),
              "int32",
            ),
          ),
        );
        batches.push(measured.dataSync() as Int32Array);
        measured.dispose();
      }
      const right = all.filter(({ scores, label }) => scores.indexOf(Math.max(...scores)) === label).length;
      expect(accuracy.combine(batches)).toBe(right / all.length);
    }),
    { numRuns: 40 },
  ));
