import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../lib/base/random.ts";

const draws = (seed: number | string, count: number): number[] => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => random.uniform());
};

describe("Random", () => {
  test("gives the same numbers for the same seed and others for another", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer()), (seed) => {
        expect(draws(seed, 20)).toEqual(draws(seed, 20));
        expect(draws(seed, 4)).not.toEqual(draws(`${seed}+`, 4));
      }),
    );
  });

  test("spreads uniform numbers evenly: mean 1/2 and variance 1/12 within five standard errors", () => {
    const numbers = draws("spread", 20_000);
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / numbers.length));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / numbers.length));
  });

  test("draws normal numbers with the wanted mean and deviation", () => {
    const random = new Random(3);
    const numbers = Array.from({ length: 20_000 }, () => random.normal(10, 2));
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const deviation = Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
    expect(Math.abs(mean - 10)).toBeLessThan((5 * 2) / Math.sqrt(numbers.length));
    expect(deviation).toBeCloseTo(2, 1);
  });

  test("keeps every element when it shuffles, and reaches every order of three", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (list, seed) => {
        expect(new Random(seed).shuffled(list).sort()).toEqual([...list].sort());
      }),
    );
    const orders = new Set(Array.from({ length: 200 }, (_, seed) => new Random(seed).shuffled([1, 2, 3]).join("")));
    expect(orders.size).toBe(6);
  });

  test("draws whole numbers below the bound only", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1000 }), (seed, bound) => {
        const drawn = new Random(seed).integer(bound);
        expect(Number.isInteger(drawn) && drawn >= 0 && drawn < bound).toBe(true);
      }),
    );
  });

  test("says what it expected when it is to pick from nothing", () => {
    expect(() => new Random(1).pick([])).toThrow("Expected a list with at least one element to pick from but got an empty one");
  });
});
