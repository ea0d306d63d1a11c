import fc from "fast-check";
import { expect, test } from "vitest";
import { binned, fiveNumbers } from "../../../lib/plot/static/counting.ts";

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 });
const plain = { most: undefined, given: {}, share: "" };

test("every value is counted in one bin that holds it", () =>
  fc.assert(
    fc.property(numbers, (values) => {
      const bins = binned(values, { ...plain, all: values });
      expect(bins.reduce((sum, { height }) => sum + height, 0)).toBe(values.length);
      expect(bins[0]?.from).toBeLessThanOrEqual(Math.min(...values) + 1e-6);
      expect(bins.at(-1)?.to).toBeGreaterThanOrEqual(Math.max(...values) - 1e-6);
      for (const [place, bin] of bins.entries()) if (place > 0) expect(bin.from).toBeCloseTo(bins[place - 1]?.to as number, 6);
    }),
  ));

test("bins are as asked, and their heights add up to a hundred per cent or to an area of 1", () => {
  const values = [0, 1, 1, 2, 3, 3, 3, 9];
  expect(binned(values, { ...plain, all: values, given: { start: 0, size: 5 } })).toEqual([
    { from: 0, to: 5, height: 7 },
    { from: 5, to: 10, height: 1 },
  ]);
  const sum = (share: string, width: number) =>
    binned(values, { ...plain, all: values, share }).reduce((total, { from, to, height }) => total + height * (width ? to - from : 1), 0);
  expect(sum("percent", 0)).toBeCloseTo(100);
  expect(sum("probability density", 1)).toBeCloseTo(1);
  expect(binned([], { ...plain, all: [] })).toEqual([]);
});

test("a box reaches from the first to the third quarter, whiskers to the last value that is not far off", () => {
  expect(fiveNumbers([1, 2, 3, 4, 5, 6, 7, 8, 100])).toEqual({ box: [1, 2.75, 5, 7.25, 8], outliers: [100] });
  expect(fiveNumbers([4])).toEqual({ box: [4, 4, 4, 4, 4], outliers: [] });
  expect(fiveNumbers([])).toBeUndefined();
});
