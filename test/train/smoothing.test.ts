import fc from "fast-check";
import { expect, test } from "vitest";
import { smoothed } from "../../lib/train/smoothing.ts";

const losses = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 500 });

test("lies between the lowest and the highest loss, and begins at the first", () =>
  fc.assert(
    fc.property(losses, (values) => {
      const { y } = smoothed(values, values.length);
      expect(y[0]).toBeCloseTo(values[0] ?? Number.NaN, 9);
      for (const value of y) {
        expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      }
    }),
  ));

test("has at most as many points as asked for, the last one at the last batch", () =>
  fc.assert(
    fc.property(losses, fc.integer({ min: 1, max: 50 }), (values, most) => {
      const { x, y } = smoothed(values, most);
      expect(x.length).toBeLessThanOrEqual(most);
      expect(y).toHaveLength(x.length);
      expect(x.at(-1)).toBe(values.length);
    }),
  ));

test("hides noise: a loss that jumps between 0 and 2 is drawn near 1", () => {
  const { y } = smoothed(
    Array.from({ length: 400 }, (_, index) => (index % 2) * 2),
    400,
  );
  for (const value of y.slice(100)) expect(Math.abs(value - 1)).toBeLessThan(0.06);
});
