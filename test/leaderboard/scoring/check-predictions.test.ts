import fc from "fast-check";
import { expect, test } from "vitest";
import { arrange, checkPredictions } from "../../../lib/leaderboard/scoring/check-predictions.ts";

const ids = ["a", "b", "c"];
const wanted = { pictures: 3, classes: ["cat", "dog"] };
const check = (predictions: readonly unknown[], given = ids) => checkPredictions({ ids: given, predictions }, wanted);

test("accepts one class for each picture", () => {
  expect(check([0, 1, 1])).toBeUndefined();
});

test("says how many predictions were wanted and how many came", () => {
  const many = { pictures: 10_000, classes: wanted.classes };
  expect(() => checkPredictions({ ids: [], predictions: new Int32Array(9999) }, many)).toThrow(
    "Expected 10,000 predictions but got 9,999.",
  );
  expect(() => check([0, 1, 1], ["a", "b"])).toThrow("Expected one id for each of the 3 predictions but got 2 ids.");
});

test.each([
  ["NaN", Number.NaN, "got NaN at index 1", "learning rate"],
  ["null, which JSON makes of NaN", null, "got NaN at index 1", "learning rate"],
  ["a fraction", 0.5, "got 0.5 at index 1", "arg max"],
  ["text", "dog", 'got "dog" at index 1', "arg max"],
  ["infinity", Number.POSITIVE_INFINITY, "got Infinity at index 1", "arg max"],
  ["a negative class", -1, "between 0 and 1 but got -1 at index 1", "numbered from 0"],
  ["a class too many", 2, "between 0 and 1 but got 2 at index 1", "Subtract 1"],
])("refuses %s as a class and says why", (_name, value, message, hint) => {
  expect(() => check([0, value, 1])).toThrow(
    expect.objectContaining({ message: expect.stringContaining(message), hint: expect.stringContaining(hint) }),
  );
});

test("refuses a picture that comes twice", () => {
  expect(() => check([0, 1, 1], ["a", "b", "a"])).toThrow('Expected each picture once but got "a" twice.');
});

test("refuses ids that are not the competition's", () => {
  expect(() => arrange({ ids: ["a", "b", "x"], predictions: [0, 1, 1] }, ids)).toThrow(
    '1 unknown id, the first "x"; 1 picture had none, the first "c"',
  );
});

test("puts predictions into the competition's order, whatever order they come in", () => {
  const orders = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
  fc.assert(
    fc.property(orders, (order) => {
      const own = order.toSorted().map(String);
      expect(arrange({ ids: order.map(String), predictions: order.map((place) => place * 10) }, own)).toEqual([0, 10, 20, 30, 40, 50]);
    }),
  );
});
