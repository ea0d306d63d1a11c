import { expect, test } from "vitest";
import { atStep, nextDraw } from "../../lib/nn/index.ts";

test("counts the draws of a step, and nothing outside of one", () => {
  expect(nextDraw()).toBeUndefined();
  expect(atStep(3, () => [nextDraw(), nextDraw()])).toEqual([
    { step: 3, place: 0 },
    { step: 3, place: 1 },
  ]);
  expect(nextDraw()).toBeUndefined();
});

test("steps may lie in one another, and end where an error ends them", () => {
  expect(atStep(1, () => [nextDraw(), atStep(2, nextDraw), nextDraw()])).toMatchObject([
    { place: 0 },
    { step: 2, place: 0 },
    { step: 1, place: 1 },
  ]);
  expect(() =>
    atStep(1, () => {
      throw new Error("stopped");
    }),
  ).toThrow("stopped");
  expect(nextDraw()).toBeUndefined();
});
