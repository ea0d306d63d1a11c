import { expect, test } from "vitest";
import { drawTrainingSet } from "./data.ts";
import { verified } from "./index.ts";

const measured = (parameters: number, first: number, last: number) => ({
  rates: [1],
  before: { parameters, loss: first },
  after: { loss: last },
});

test("a contender counts only with the common network and a loss that fell", () => {
  const good = measured(225_034, 2.3, 0.1);
  expect(verified(good)).toBe(good);
  expect(verified(measured(1000, 2.3, 0.1))).toEqual({ why: "built a network of 1,000 parameters, wanted 225,034" });
  expect(verified(measured(225_034, 2.3, 2.3))).toEqual({ why: "did not learn: its loss went from 2.3 to 2.3" });
  expect(verified(measured(225_034, 2.3, Number.NaN))).toEqual({ why: "did not learn: its loss went from 2.3 to NaN" });
  expect(verified({ why: "not installed" })).toEqual({ why: "not installed" });
});

test("every run trains on the same pictures, of all classes", () => {
  const [first, again] = [drawTrainingSet(200), drawTrainingSet(200)];
  expect(first).toEqual(again);
  expect(first.pixels).toHaveLength(200 * 28 * 28);
  expect(new Set(first.labels).size).toBe(10);
});
