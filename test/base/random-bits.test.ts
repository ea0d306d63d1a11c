import { expect, test } from "vitest";
import { randomBits } from "../../lib/base/index.ts";

const many = (seed: number | string): number[] => {
  const bits = randomBits(seed);
  return Array.from({ length: 100_000 }, bits);
};

test("the same seed gives the same numbers, another seed others", () => {
  expect(many(1)).toEqual(many(1));
  const seen = new Set(many(1));
  expect(seen.size).toBeGreaterThan(99_990);
  expect(many(2).filter((value) => seen.has(value)).length).toBeLessThan(20); // 2.3 are expected by chance
});

test("each bit is set half of the time, and neighbours are unrelated", () => {
  const values = many("bits");
  for (let bit = 0; bit < 32; bit++) {
    const set = values.filter((value) => (value >>> bit) & 1).length;
    const same = values.filter((value, index) => index > 0 && (((value ^ (values[index - 1] as number)) >>> bit) & 1) === 0).length;
    for (const count of [set, same]) expect(Math.abs(count - 50_000)).toBeLessThan(5 * Math.sqrt(25_000)); // five standard errors
  }
});
