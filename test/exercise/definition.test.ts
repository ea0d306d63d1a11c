import { expect, test } from "vitest";
import { course, equals, exercise } from "../../lib/exercise/index.ts";

const definition = { points: 1, hints: [], reference: 24, judge: () => equals(1, 1) };

test("refuses points that are not positive", () => {
  expect(() => exercise<number>({ ...definition, points: 0 })).toThrow("Expected points to be a positive number but got 0");
});

test("refuses ids that nbgrader would refuse", () => {
  expect(() => course("00-a", { "00.1": exercise<number>(definition) })).toThrow(
    'Expected an id of 1 to 64 letters, digits, - and _ but got "00.1"',
  );
});
