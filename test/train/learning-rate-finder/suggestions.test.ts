import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { longestFall, steepestIn, suggestionsFrom, valleyIn } from "../../../lib/train/learning-rate-finder/suggestions.ts";

/** A rate for each loss, ten times higher from one to the next. */
const decades = (losses: readonly number[]) => ({ rates: losses.map((_, index) => 10 ** (index - 5)), losses });

/** The most points of any strictly falling subsequence, by trying all of them. */
function longestByTrying(values: readonly number[]): number {
  const subsets = Array.from({ length: 2 ** values.length }, (_, bits) => values.filter((_, index) => bits & (1 << index)));
  return Math.max(
    ...subsets.filter((part) => part.every((value, index) => index === 0 || value < (part[index - 1] ?? 0))).map((part) => part.length),
  );
}

describe("the steepest", () => {
  test("is where the loss falls most from one rate to the next, by the logarithm of the rate", () => {
    expect(steepestIn(decades([5, 4, 1, 0.5, 9]))).toBe(1e-4);
    expect(steepestIn({ rates: [1, 2, 200], losses: [5, 4, 2] })).toBe(1);
  });
});

describe("the longest fall", () => {
  test("leaves out points that rise, and of several takes the first", () => {
    expect(longestFall([3, 5, 4, 4.5, 2, 1, 6])).toEqual({ end: 5, length: 4 });
    expect(longestFall([2, 1, 5, 4])).toEqual({ end: 1, length: 2 });
    expect(longestFall([1, 2, 3])).toEqual({ end: 0, length: 1 });
  });

  test("is as long as the longest of all falling subsequences", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 9 }), (values) => {
        expect(longestFall(values).length).toBe(longestByTrying(values));
      }),
      { numRuns: 60 },
    );
  });
});

describe("the valley", () => {
  // Worked out by fastai's rule: begin = end − length, then a third and half a third of the way (each rounded down) further.
  test.each([
    ["a long fall between two plains", [9, 9, 9, 9, 8, 7, 6, 5, 4, 3, 3, 9], 5],
    ["a fall from the first rate on", [9, 8, 7, 6, 5, 4, 3, 2, 1], 3],
    ["a rise", [1, 2, 3, 4], 0],
  ])("of %s", (_, losses, place) => {
    expect(valleyIn(decades(losses))).toBe(decades(losses).rates[place]);
  });

  test("depends on the order of the losses alone, not on their unit", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 2, maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (losses, factor) => {
          const other = losses.map((loss) => loss * factor + 3);
          expect(valleyIn(decades(other))).toBe(valleyIn(decades(losses)));
        },
      ),
    );
  });
});

describe("suggestions", () => {
  test("leave out the first tenth and the last five rates", () => {
    const losses = [
      ...Array(10)
        .fill(0)
        .map((_, index) => 200 - 10 * index),
      ...Array(20).fill(50),
      40,
      ...Array(20).fill(50),
      40,
      30,
      20,
      10,
      0,
    ];
    const { steepest, valley } = suggestionsFrom({ rates: losses.map((_, index) => index + 1), losses }, 100);
    expect(steepest).toBe(30);
    expect(valley).toBeGreaterThan(10);
  });

  test("are always rates that were tried", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 2, maxLength: 120 }), (losses) => {
        const curve = decades(losses);
        const { steepest, valley } = suggestionsFrom(curve, 100);
        expect(curve.rates).toContain(steepest);
        expect(curve.rates).toContain(valley);
      }),
    );
  });

  test("from one rate alone there are none", () => {
    expect(() => suggestionsFrom({ rates: [1], losses: [1] }, 100)).toThrow("Expected at least 2 learning rates to compare but got 1");
  });
});
