import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { device } from "../../../lib/device/index.ts";
import { type EarlyStoppingOptions, earlyStopping } from "../../../lib/train/index.ts";
import { fitWith, HandMadeRun, inAnotherProcess, oneWeight, setWeight, weightOf } from "./hand-made-run.ts";

beforeAll(async () => void (await device.use()));

const losses = (...values: readonly number[]) => values.map((valid) => ({ valid }));

describe("when it stops", () => {
  test("after as many epochs without anything better as it has patience, and says why", async () => {
    const { run, stoppedIn } = await fitWith(earlyStopping({ patience: 2 }), losses(1, 0.5, 0.6, 0.5, 0.1));
    expect(stoppedIn).toBe(4);
    expect(run.reasons).toEqual(["valid_loss has not become better than 0.5000, in epoch 2, for 2 epochs"]);
  });

  test("not before: a better epoch starts the count anew", async () => {
    const { stoppedIn } = await fitWith(earlyStopping({ patience: 2 }), losses(1, 1, 0.9, 0.9, 0.8, 0.8));
    expect(stoppedIn).toBeUndefined();
  });

  test("by a metric in its own direction, and by one that must fall", async () => {
    const figures = [0.5, 0.6, 0.6].map((accuracy) => ({ valid: 1 - accuracy, accuracy, error: accuracy }));
    expect((await fitWith(earlyStopping({ monitor: "accuracy", patience: 1 }), figures)).stoppedIn).toBe(3);
    expect((await fitWith(earlyStopping({ monitor: "error", patience: 1 }), figures)).stoppedIn).toBe(2);
  });

  test("a change that is too small does not count, and NaN never does", async () => {
    expect((await fitWith(earlyStopping({ patience: 1, minimumChange: 0.1 }), losses(1, 0.95))).stoppedIn).toBe(2);
    const { run, stoppedIn } = await fitWith(earlyStopping({ patience: 2 }), losses(Number.NaN, Number.NaN, 1));
    expect([stoppedIn, run.reasons]).toEqual([2, ["valid_loss has not become better, for 2 epochs"]]);
  });

  test("the next fit with the same callback counts anew", async () => {
    const callback = earlyStopping({ patience: 2 });
    expect((await fitWith(callback, losses(0.1, 0.2, 0.3))).stoppedIn).toBe(3);
    expect((await fitWith(callback, losses(0.9, 0.8, 0.9))).stoppedIn).toBeUndefined();
  });
});

test("a fit that is broken off anywhere and goes on in another process stops where it would have stopped", async () => {
  const figure = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 5 }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(figure, { minLength: 2, maxLength: 12 }),
      fc.nat(),
      fc.integer({ min: 1, max: 3 }),
      async (all, where, patience) => {
        const make = () => earlyStopping({ patience });
        const unbroken = await fitWith(make(), losses(...all));
        const cut = where % all.length;
        const first = make();
        const { run, stoppedIn } = await fitWith(first, losses(...all.slice(0, cut)));
        const whole = stoppedIn ? { run, stoppedIn } : await fitWith(inAnotherProcess(make, first), losses(...all.slice(cut)), run);
        expect([whole.stoppedIn, whole.run.reasons]).toEqual([unbroken.stoppedIn, unbroken.run.reasons]);
      },
    ),
  );
});

describe("the best weights", () => {
  /** Epochs with these losses, whose number is the model's weight. */
  async function fitChangingWeights(callback: ReturnType<typeof earlyStopping>, run: HandMadeRun, valid: readonly number[]): Promise<void> {
    await callback.beforeFit?.(run);
    for (const loss of valid) {
      setWeight(run.model, [run.epoch + 1]);
      await run.epochWith([callback], { valid: loss });
    }
  }

  test("come back at the end, whichever end it is, and leave no tensor", async () => {
    const model = oneWeight([0]);
    const leaked = await device.leaks(async () => {
      const callback = earlyStopping({ patience: 5, restoreBest: true });
      const run = new HandMadeRun(model);
      await fitChangingWeights(callback, run, [3, 1, 2]);
      await callback.afterFit?.(run);
      expect(weightOf(model)).toEqual([2]);
    });
    expect(leaked).toBe(0);
    model.dispose();
  });

  test("stay away unless asked for", async () => {
    const run = new HandMadeRun(oneWeight([0]));
    const callback = earlyStopping({ patience: 1 });
    await fitChangingWeights(callback, run, [1, 2]);
    await callback.afterFit?.(run);
    expect(weightOf(run.model)).toEqual([2]);
    expect(run.reasons[0]).not.toContain("weights");
    run.model.dispose();
  });

  test("are carried by a checkpoint into another process", async () => {
    const make = () => earlyStopping({ restoreBest: true });
    const first = make();
    await fitChangingWeights(first, new HandMadeRun(oneWeight([0])), [3, 1, 2]);
    const run = new HandMadeRun(oneWeight([9]));
    const second = inAnotherProcess(make, first);
    await fitChangingWeights(second, run, [2]);
    await second.afterFit?.(run);
    expect(weightOf(run.model)).toEqual([2]);
  });

  test("of another model are refused", async () => {
    const first = earlyStopping({ restoreBest: true });
    await fitChangingWeights(first, new HandMadeRun(oneWeight([0])), [1]);
    const second = inAnotherProcess(() => earlyStopping({ restoreBest: true }), first);
    await expect((async () => second.afterFit?.(new HandMadeRun(oneWeight([1, 2]))))()).rejects.toThrow(
      /Expected the best weights to be of this model/,
    );
  });
});

test("says what it expected", () => {
  const making = (options: EarlyStoppingOptions) => () => earlyStopping(options);
  expect(making({ patience: 0 })).toThrow("Expected patience to be a positive integer but got 0");
  expect(making({ minimumChange: -1 })).toThrow("Expected minimumChange to be a number from 0 up but got -1");
  expect(() => earlyStopping({ monitor: "f1" }).beforeFit?.(new HandMadeRun())).toThrow(/Expected monitor to be one of/);
});
