import fc from "fast-check";
import { expect, test } from "vitest";
import { reduceOnPlateau } from "../../../lib/train/index.ts";
import { fitWith, HandMadeRun, inAnotherProcess } from "./hand-made-run.ts";

const losses = (...values: readonly number[]) => values.map((valid) => ({ valid }));

test("lowers the rate when nothing got better for longer than it has patience", async () => {
  const { run } = await fitWith(reduceOnPlateau({ factor: 0.5, patience: 1 }), losses(1, 1, 0.9, 0.9));
  expect(run.rateFactor).toBe(1);
  const worse = await fitWith(reduceOnPlateau({ factor: 0.5, patience: 1 }), losses(1, 1, 1));
  expect(worse.run.learningRate).toBeCloseTo(0.05, 12);
});

test("follows a metric in its own direction", async () => {
  const figures = [0.5, 0.6, 0.7].map((value) => ({ valid: 1, accuracy: value, error: value }));
  expect((await fitWith(reduceOnPlateau({ monitor: "accuracy", patience: 0 }), figures)).run.rateFactor).toBe(1);
  expect((await fitWith(reduceOnPlateau({ monitor: "error", patience: 0 }), figures)).run.rateFactor).toBeCloseTo(0.01, 12);
});

test("multiplies whatever the schedule says, and goes no lower than its minimum", async () => {
  const run = Object.assign(new HandMadeRun(), { scheduled: 0.4 });
  await fitWith(reduceOnPlateau({ patience: 0, minimum: 0.03 }), losses(1, 1, 1, 1), run);
  expect(run.learningRate).toBeCloseTo(0.03, 12);
  run.scheduled = 0.2;
  expect(run.learningRate).toBeCloseTo(0.015, 12);
});

test("a fit that goes on in another process lowers the rate when it would have", async () => {
  const figure = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 5 }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) });
  await fc.assert(
    fc.asyncProperty(fc.array(figure, { minLength: 1, maxLength: 15 }), fc.nat(), async (all, where) => {
      const make = () => reduceOnPlateau({ factor: 0.5, patience: 1, cooldown: 1 });
      const cut = where % all.length;
      const first = make();
      const { run } = await fitWith(first, losses(...all.slice(0, cut)));
      await fitWith(inAnotherProcess(make, first), losses(...all.slice(cut)), run);
      expect(run.rateFactor).toBe((await fitWith(make(), losses(...all))).run.rateFactor);
    }),
  );
});

test("each fit begins with a rule that knows nothing", async () => {
  const callback = reduceOnPlateau({ patience: 1 });
  await fitWith(callback, losses(0.1, 0.2));
  expect((await fitWith(callback, losses(5, 4))).run.rateFactor).toBe(1);
});

test("says what it expected", () => {
  expect(() => reduceOnPlateau({ factor: 2 })).toThrow(/factor/);
  expect(() => reduceOnPlateau({ monitor: "f1" }).beforeFit?.(new HandMadeRun())).toThrow(/Expected monitor to be one of/);
});
