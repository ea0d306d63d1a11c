import { expect, test } from "vitest";
import { saveBest } from "../../../lib/train/index.ts";
import { fitWith, HandMadeRun, inAnotherProcess } from "./hand-made-run.ts";

const losses = (...values: readonly number[]) => values.map((valid) => ({ valid }));

test("saves after each epoch that is better than all before; NaN never is", async () => {
  const { run } = await fitWith(saveBest("best.safetensors"), losses(Number.NaN, 1, 2, 0.5, Number.NaN, 0.5));
  expect(run.saved).toEqual([2, 4].map((epoch) => ({ path: "best.safetensors", epoch })));
});

test("a metric is followed in its own direction", async () => {
  const figures = [0.5, 0.4, 0.6].map((accuracy) => ({ valid: accuracy, accuracy }));
  const { run } = await fitWith(saveBest("best.safetensors", { monitor: "accuracy" }), figures);
  expect(run.saved.map(({ epoch }) => epoch)).toEqual([1, 3]);
});

test("the best of several fits stays, and so it does in another process", async () => {
  const make = () => saveBest("best.safetensors");
  const callback = make();
  await fitWith(callback, losses(0.5));
  const second = await fitWith(callback, losses(0.7, 0.4));
  expect(second.run.saved.map(({ epoch }) => epoch)).toEqual([2]);
  const third = await fitWith(inAnotherProcess(make, callback), losses(0.45, 0.3));
  expect(third.run.saved.map(({ epoch }) => epoch)).toEqual([2]);
});

test("an epoch that could not be saved does not count as saved", async () => {
  const run = new HandMadeRun();
  const callback = saveBest("best.safetensors");
  const full = async (): Promise<void> => {
    throw new Error("no space left");
  };
  await expect(fitWith(callback, losses(0.5), Object.assign(new HandMadeRun(), { save: full }))).rejects.toThrow("no space left");
  await fitWith(callback, losses(0.6), run);
  expect(run.saved).toHaveLength(1);
});

test("says what it expected", () => {
  expect(() => saveBest("")).toThrow('Expected the path of a file, such as "best.safetensors", but got ""');
  expect(() => saveBest("best.safetensors", { monitor: "f1" }).beforeFit?.(new HandMadeRun())).toThrow(/Expected monitor/);
});
