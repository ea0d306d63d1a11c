import { expect, test } from "vitest";
import { quartilesOf } from "../../lib/speed/quartiles.ts";

test("quartiles are NumPy's: percentile([4, 1, 3, 2], [25, 50, 75])", () => {
  expect(quartilesOf([4, 1, 3, 2])).toEqual({ lower: 1.75, median: 2.5, upper: 3.25 });
  expect(quartilesOf([7])).toEqual({ lower: 7, median: 7, upper: 7 });
});
