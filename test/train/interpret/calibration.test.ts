import { expect, test } from "vitest";
import { calibration } from "../../../lib/train/interpret/calibration.ts";

test("the expected calibration error is the mean gap between confidence and accuracy, each bin by its predictions", () => {
  const { bins, error } = calibration([0.9, 0.9, 0.6, 0.6], [true, true, true, false], { bins: 2 });
  expect(bins.map(({ count }) => count)).toEqual([0, 4]);
  expect(error).toBeCloseTo(Math.abs(0.75 - 0.75), 12);
  const fine = calibration([0.95, 0.95, 0.55, 0.55], [true, true, true, false], { bins: 10 });
  expect(fine.error).toBeCloseTo((2 * 0.05 + 2 * 0.05) / 4, 12); // 1 − 0.95 and 0.55 − 0.5
});

test("a bin holds its upper end and not its lower one", () => {
  const { bins } = calibration([0.5, 0.50001, 1, 0], [true, true, true, true], { bins: 2 });
  expect(bins.map(({ count }) => count)).toEqual([2, 2]);
});

test("says what is wrong", () => {
  expect(() => calibration([1], [], {})).toThrow("Expected as many confidences as predictions but got 1 for 0");
  expect(() => calibration([1], [true], { bins: 0 })).toThrow("Expected bins to be a positive integer but got 0");
});
