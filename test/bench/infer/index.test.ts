import { expect, test } from "vitest";
import { verified } from "./index.ts";

const measured = (after: Record<string, number>, parameters = 225_034) => ({ rates: [1], before: { parameters }, after });
const right = { pictures: 64, answers: 64, classes: 10, sumError: 1e-7 };

test("a contender counts only with the common network and probabilities of all classes for each picture", () => {
  expect(verified(measured(right), "cnn")).toEqual(measured(right));
  expect(verified(measured(right, 7850), "cnn")).toEqual({ why: "built a network of 7,850 parameters, wanted 225,034" });
  expect(verified(measured({ ...right, answers: 32 }), "cnn")).toEqual({ why: "answered [32, 10], wanted [64, 10]" });
  expect(verified(measured({ ...right, classes: 1 }), "cnn")).toEqual({ why: "answered [64, 1], wanted [64, 10]" });
  expect(verified(measured({}), "cnn")).toHaveProperty("why");
  expect(verified(measured({ ...right, sumError: 0.5 }), "cnn")).toEqual({
    why: "gave no probabilities: their sums are up to 0.5 away from 1",
  });
  expect(verified(measured({ ...right, sumError: Number.NaN }), "cnn")).toHaveProperty("why");
  expect(verified({ why: "not installed" }, "cnn")).toEqual({ why: "not installed" });
});
