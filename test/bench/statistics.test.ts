import fc from "fast-check";
import { expect, test } from "vitest";
import { bestOf, mean, median, spread, timesBetter } from "./statistics.ts";

const rates = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1 });

test("the median of an odd count is its middle value, of an even count the mean of the two in the middle", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 100])).toBe(3.5);
});

test("as many values lie below the median as above it, whatever their order", () =>
  fc.assert(
    fc.property(rates, (values) => {
      const middle = median(values);
      const below = values.filter((value) => value < middle).length;
      const above = values.filter((value) => value > middle).length;
      expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
      const [low, high] = spread(values);
      expect(low <= middle && middle <= high).toBe(true);
    }),
  ));

test("a list that is given is left in its order", () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test("the mean lies between the smallest and the largest value", () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(() => mean([])).toThrow("Expected at least one value to take the mean of but got none");
});

test("an empty list has neither median nor spread", () => {
  expect(() => median([])).toThrow("Expected at least one value to take the median of but got none");
  expect(() => spread([])).toThrow("Expected at least one value to take the spread of but got none");
});

test("ours is twice as good with double the rate, and with half the time", () => {
  expect(timesBetter(6000, 3000, "higher")).toBe(2);
  expect(timesBetter(1.5, 3, "lower")).toBe(2);
});

test("the best is the highest rate, or the lowest time", () => {
  expect(bestOf({ keras: 4000, pytorch: 3000 }, "higher")).toBe("keras");
  expect(bestOf({ keras: 4000, pytorch: 3000 }, "lower")).toBe("pytorch");
  expect(bestOf({}, "higher")).toBeUndefined();
});
