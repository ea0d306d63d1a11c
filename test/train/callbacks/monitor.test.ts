import fc from "fast-check";
import { expect, test } from "vitest";
import { expectFigure, figureOf, monitorOf } from "../../../lib/train/callbacks/monitor.ts";
import { HandMadeRun } from "./hand-made-run.ts";

test("finds losses and metrics by name; which way is better comes from the metric, unless told", async () => {
  const run = new HandMadeRun();
  expect(monitorOf(run).latest()).toBeNaN();
  await run.epochWith([], { train: 0.9, valid: 0.8, accuracy: 0.7, error: 0.3 });
  const watched = ["train_loss", "valid_loss", "accuracy", "error"].map((monitor) => monitorOf(run, { monitor }));
  expect(watched.map((monitor) => monitor.latest())).toEqual([0.9, 0.8, 0.7, 0.3]);
  expect(watched.map((monitor) => monitor.lowerIsBetter)).toEqual([true, true, false, true]);
  expect(monitorOf(run, { monitor: "accuracy", lowerIsBetter: true }).lowerIsBetter).toBe(true);
});

test("what is not measured is refused with what there is, the likeliest first", () => {
  expect(() => monitorOf(new HandMadeRun(), { monitor: "acuracy" })).toThrow(
    'Expected monitor to be one of accuracy, error, train_loss, valid_loss but got "acuracy".\n  A metric is there once the learner measures it',
  );
  expect(() => expectFigure(new HandMadeRun(), { "each of curves": "rate" }, ["learning_rate"])).toThrow(/learning_rate/);
});

test("a figure that an epoch does not have is NaN", () => {
  expect(figureOf(undefined, "train_loss")).toBeNaN();
  expect(figureOf({ epoch: 1, trainLoss: 1, valid: { loss: 2 }, seconds: 0 }, "accuracy")).toBeNaN();
});

test("better is a strict order in which NaN comes last", () => {
  const figure = fc.oneof(fc.double({ noDefaultInfinity: true }), fc.constant(Number.NaN));
  fc.assert(
    fc.property(fc.array(figure, { minLength: 1 }), fc.boolean(), (values, lowerIsBetter) => {
      const { isBetter } = monitorOf(new HandMadeRun(), { lowerIsBetter });
      const best = values.reduce((one, other) => (isBetter(other, one) ? other : one));
      expect(values.some((value) => isBetter(value, best))).toBe(false);
      expect(Number.isNaN(best)).toBe(values.every(Number.isNaN));
    }),
  );
});

test("a change must be larger than the least one that counts", () => {
  const { isBetter } = monitorOf(new HandMadeRun());
  expect([isBetter(0.5, 1, 0.5), isBetter(0.49, 1, 0.5)]).toEqual([false, true]);
});
