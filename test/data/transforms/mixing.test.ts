import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../../lib/base/index.ts";
import { symmetricBeta } from "../../../lib/data/transforms/beta.ts";
import * as T from "../../../lib/data/transforms/index.ts";

/** A batch whose pictures hold nothing but their place + 1, and whose targets are classes in turn. */
function batch(count: number, height: number, width: number, classes = 3) {
  return {
    shape: [count, height, width, 3] as const,
    images: Float32Array.from({ length: count * height * width * 3 }, (_, index) => 1 + Math.floor(index / (height * width * 3))),
    targets: Float32Array.from({ length: count * classes }, (_, index) =>
      Math.floor(index / classes) % classes === index % classes ? 1 : 0,
    ),
  };
}

const batches = fc
  .record({ count: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 12 }), width: fc.integer({ min: 1, max: 12 }) })
  .map(({ count, height, width }) => batch(count, height, width));

describe.each([T.mixup(), T.mixup({ alpha: 0.1 }), T.cutmix(), T.cutmix({ alpha: 5 })])("$name", (transform) => {
  test("keeps shapes, sums and the batch that it takes; the same seed mixes the same", () =>
    fc.assert(
      fc.property(batches, fc.integer(), (given, seed) => {
        const before = structuredClone(given);
        const mixed = transform.mix(given, new Random(seed));
        expect(given).toEqual(before);
        expect(transform.mix(given, new Random(seed))).toEqual(mixed);
        expect([mixed.images.length, mixed.targets.length]).toEqual([given.images.length, given.targets.length]);
        const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);
        // Each picture comes once as itself and once as another one's partner.
        expect(sum(mixed.images)).toBeCloseTo(sum(given.images), 1);
        for (let row = 0; row < mixed.targets.length; row += 3) expect(sum(mixed.targets.subarray(row, row + 3))).toBeCloseTo(1, 5);
      }),
      { numRuns: 30 },
    ));

  test("the targets say how much of each picture is seen", () =>
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const given = batch(3, 8, 11);
        const { images, targets } = transform.mix(given, new Random(seed));
        for (let picture = 0; picture < 3; picture++) {
          const values = images.subarray(picture * 264, (picture + 1) * 264);
          const mean = values.reduce((total, value) => total + value, 0) / 264;
          const [one = 0, two = 0, three = 0] = targets.subarray(picture * 3, picture * 3 + 3);
          expect(mean).toBeCloseTo(one + 2 * two + 3 * three, 3);
        }
      }),
      { numRuns: 30 },
    ));

  test("one can follow another", () => {
    const given = batch(4, 6, 6);
    const random = new Random(3);
    const { targets } = T.cutmix().mix({ ...given, ...transform.mix(given, random) }, random);
    for (let row = 0; row < 4; row++)
      expect(targets.subarray(3 * row, 3 * row + 3).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
  });
});

test("cutmix shows another picture in one box, mixup all over", () => {
  const given = batch(2, 10, 10);
  const random = new Random("boxes");
  for (let trial = 0; trial < 40; trial++) {
    const cut = T.cutmix().mix(given, random).images.subarray(0, 300);
    const places = Array.from({ length: 100 }, (_, pixel) => pixel).filter((pixel) => cut[3 * pixel] === 2);
    const rows = new Set(places.map((pixel) => Math.floor(pixel / 10)));
    const columns = new Set(places.map((pixel) => pixel % 10));
    expect(places.length).toBe(rows.size * columns.size);
    expect(new Set(T.mixup().mix(given, random).images.subarray(0, 300)).size).toBe(1);
  }
});

test.each([0.05, 0.3, 1, 4])("shares of Beta(%d, alike) have mean ½ and the variance of the formula", (alpha) => {
  const random = Random.for("beta", alpha);
  const shares = Array.from({ length: 20_000 }, () => symmetricBeta(random, alpha));
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
  expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
  expect(Math.abs(variance * 4 * (2 * alpha + 1) - 1)).toBeLessThan(0.05);
});

test("says what alpha must be", () => expect(() => T.mixup({ alpha: 0 })).toThrow("Expected alpha to be a positive number but got 0"));
