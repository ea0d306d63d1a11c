import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { projectRoot } from "../../../../lib/base/paths.ts";
import { tensorBoardLog } from "../../../../lib/train/index.ts";
import { fitWith, HandMadeRun, inAnotherProcess } from "../hand-made-run.ts";
import { eventsIn } from "./read-events.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tensor-board-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const runs = () => join(folder, "runs", "first");
const figures = [
  { train: 1.5, valid: 1.25, accuracy: 0.25, error: 0.75 },
  { train: 0.5, valid: 0.75, accuracy: 0.5, error: 0.5 },
];

/** A fit that is killed in its third epoch, and goes on from its second in another process. */
async function killedAndResumed(): Promise<void> {
  const make = () => tensorBoardLog(runs());
  const first = make();
  const run = new HandMadeRun();
  await first.beforeFit?.(run);
  for (const epoch of figures) await run.epochWith([first], epoch);
  const second = inAnotherProcess(make, first);
  await run.epochWith([first], { train: 99, valid: 99 });
  Object.assign(run, { epoch: 2, step: 4 });
  await fitWith(second, [{ train: 0.25, valid: 0.5 }], run);
}

test("tells loss and rate of each batch, and the figures of each epoch", async () => {
  await fitWith(tensorBoardLog(runs()), figures);
  const batch = (step: number, loss: number) => ({ step, values: { train_loss: loss, learning_rate: Math.fround(0.1) } });
  expect(eventsIn(runs())).toEqual([
    { step: 0, fileVersion: "brain.Event:2", values: {} },
    { step: 1, restart: true, values: {} },
    batch(1, 1.5),
    batch(2, 1.5),
    { step: 2, values: { valid_loss: 1.25, accuracy: 0.25, error: 0.75 } },
    batch(3, 0.5),
    batch(4, 0.5),
    { step: 4, values: { valid_loss: 0.75, accuracy: 0.5, error: 0.5 } },
  ]);
});

test("later fits go on to the right, in the same file", async () => {
  const callback = tensorBoardLog(runs());
  await fitWith(callback, figures);
  await fitWith(callback, figures);
  expect(readdirSync(runs())).toHaveLength(1);
  const epochs = eventsIn(runs()).filter(({ values }) => "valid_loss" in values);
  expect(epochs.map(({ step }) => step)).toEqual([2, 4, 6, 8]);
});

test("a fit that goes on says from which step on the older file is void", async () => {
  await killedAndResumed();
  expect(readdirSync(runs())).toHaveLength(2);
  const restarts = eventsIn(runs()).filter(({ restart }) => restart);
  expect(restarts.map(({ step }) => step)).toEqual([1, 5]);
  expect(eventsIn(runs()).at(-1)).toMatchObject({ step: 6, values: { valid_loss: 0.5 } });
});

test("while a long epoch goes on, what was told is written every two seconds", async () => {
  let now = 0;
  const callback = tensorBoardLog(runs(), { clock: () => now });
  const run = new HandMadeRun();
  await callback.beforeFit?.(run);
  await callback.afterBatch?.(run);
  expect(existsSync(runs())).toBe(false);
  now = 2000;
  await callback.afterBatch?.(run);
  expect(eventsIn(runs())).toHaveLength(4);
});

test("a figure that is not finite is told as it is", async () => {
  await fitWith(tensorBoardLog(runs()), [{ valid: Number.NaN, accuracy: Number.POSITIVE_INFINITY }]);
  expect(eventsIn(runs()).at(-1)?.values).toMatchObject({ valid_loss: Number.NaN, accuracy: Number.POSITIVE_INFINITY });
});

test("says what it expected", () => {
  expect(() => tensorBoardLog("")).toThrow('Expected a folder, such as "runs/first", but got ""');
});

const python = join(projectRoot, ".descent/peers/bin/python");

const isHere = existsSync(python);

describe.skipIf(!isHere)(`TensorBoard itself${isHere ? "" : " [skipped: to run it, npm run bench:peers]"}`, () => {
  test("reads each curve, and of a fit that was killed and resumed every step once", async () => {
    await killedAndResumed();
    const script = `
import json, sys, types
import tensorboard.compat
# Without TensorFlow, which takes half a minute to load.
sys.modules["tensorboard.compat.notf"] = tensorboard.compat.notf = types.ModuleType("notf")
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator(sys.argv[1]); events.Reload()
print(json.dumps({tag: [(e.step, e.value) for e in events.Scalars(tag)] for tag in events.Tags()["scalars"]}))`;
    const read = JSON.parse(execFileSync(python, ["-c", script, runs()], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
    expect(Object.keys(read).sort()).toEqual(["accuracy", "error", "learning_rate", "train_loss", "valid_loss"]);
    expect(read.valid_loss).toEqual([
      [2, 1.25],
      [4, 0.75],
      [6, 0.5],
    ]);
    expect(read.train_loss).toEqual([
      [1, 1.5],
      [2, 1.5],
      [3, 0.5],
      [4, 0.5],
      [5, 0.25],
      [6, 0.25],
    ]);
  });
});
