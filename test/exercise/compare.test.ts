import fc from "fast-check";
import { expect, test } from "vitest";
import { closeTo, equals, fractionClose } from "../../lib/exercise/index.ts";

const rows = (...shape: [number, number]) =>
  fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: shape[1], maxLength: shape[1] }), {
    minLength: shape[0],
    maxLength: shape[0],
  });

test("a value equals its own copy, and differs once one number in it does, at exactly that place", () => {
  fc.assert(
    fc.property(rows(3, 4), fc.nat(2), fc.nat(3), (table, row, column) => {
      expect(equals(structuredClone(table), table).fraction).toBe(1);
      const changed = table.map((numbers, i) => numbers.map((number, j) => (i === row && j === column ? number + 5 : number)));
      expect(equals(changed, table)).toMatchObject({ fraction: 0, message: expect.stringContaining(`At [${row}][${column}] wanted`) });
    }),
  );
});

test("a number within the tolerance is right, one outside is wrong", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 100 }), (wanted, distance) => {
      const got = wanted + distance / 64; // exact in binary, so that the border is exact too
      expect(closeTo(got, wanted, { tolerance: distance / 64 }).fraction).toBe(1);
      expect(closeTo(got, wanted, { tolerance: (distance - 1) / 64 }).fraction).toBe(0);
    }),
  );
});

test("a relative tolerance grows with the wanted number", () => {
  expect(closeTo(1010, 1000, { tolerance: { relative: 0.01 } }).fraction).toBe(1);
  expect(closeTo(20, 10, { tolerance: { relative: 0.01 } }).fraction).toBe(0);
});

test.each([
  [[[1, 2]], [[1], [2]], "The axes are the wrong way round"],
  [[1, 2, 3], [1, 2, 3, 4], "Wanted shape [4], got shape [3]. One too few"],
  [[1, 2, 3, 4], [1, 2, 3], "One too many"],
  [[1, 2], [[1, 2]], "It has 1 axis where 2 were wanted"],
  [[1, Number.NaN], [1, 2], "At [1] wanted 2, got NaN. NaN comes from"],
  [[Number.POSITIVE_INFINITY], [2], "Infinity comes from"],
  [[-3], [3], "Only the sign differs"],
  [[4], [3], "One too many: off by one?"],
  [undefined, [3], "does your function return its result?"],
  ["24", 24, "It is text"],
  [{ rows: 3 }, { rows: 3, columns: 4 }, "At .columns wanted 4, got undefined"],
  [["a", "b"], ["a", "c"], 'At [1] wanted "c", got "b"'],
])("%j against %j explains itself", (got, wanted, message) => {
  expect(equals(got, wanted)).toMatchObject({ fraction: 0, message: expect.stringContaining(message) });
});

test("a tensor equals nested arrays of the same shape and numbers", () => {
  expect(
    equals({ shape: [2, 2], values: [1, 2, 3, 4] }, [
      [1, 2],
      [3, 4],
    ]).fraction,
  ).toBe(1);
  expect(
    equals({ shape: [4], values: [1, 2, 3, 4] }, [
      [1, 2],
      [3, 4],
    ]).fraction,
  ).toBe(0);
});

test("a wanted NaN, Infinity or empty list is right when it comes", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, [], [[]], null, undefined]) expect(equals(value, value).fraction).toBe(1);
  expect(equals(0, -0).fraction).toBe(1);
});

test("an answer that was never given a value is told so", () => {
  expect(equals(undefined, 24, { secret: true }).message).toBe("Undefined is not right. undefined stands for no value: was one set?");
});

test("a secret answer is in no part of the verdict", () => {
  const verdict = equals(23, 24, { secret: true });
  expect(verdict.fraction).toBe(0);
  expect(JSON.stringify(verdict)).not.toMatch(/24|one too few/i);
});

test("partial credit is the fraction of cases that are right, with a word about the first that is not", () => {
  const wanted = [[1], [2], [3], [4]];
  expect(fractionClose(wanted, wanted, 0)).toEqual({ fraction: 1, message: "All 4 cases are right." });
  expect(fractionClose([[1], [9], [3], [7]], wanted, 0.5, { name: (index) => `number ${index}` })).toEqual({
    fraction: 0.5,
    message: "2 of 4 cases are right. Case 2 (number 1): At [0] wanted 2, got 9.",
    wanted: "2",
    got: "9",
  });
  expect(fractionClose([], wanted, 0).fraction).toBe(0);
});

test("the author's explanation goes before the general one", () => {
  expect(equals(3, 4, { explain: (got) => (got === 3 ? "Count again." : undefined) }).message).toBe("Wanted 4, got 3. Count again.");
});
