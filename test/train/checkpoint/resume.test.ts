import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { loader } from "../../../lib/data/index.ts";
import { device, tf } from "../../../lib/device/index.ts";
import { type Callback, earlyStopping, type Learner, reduceOnPlateau, sgd } from "../../../lib/train/index.ts";
import { testWith } from "../../support/parts.ts";
import { stripes } from "../pictures.ts";
import { quietFits } from "../quiet-fits.ts";
import { smallLearner, weightsOf } from "../small-learner.ts";
import type { Outcome, Task } from "./resume-child.ts";

const folder = mkdtempSync(join(tmpdir(), "descent-resume-"));
let files = 0;
const newPath = (): string => join(folder, `${files++}.safetensors`);
const quick = process.env["DESCENT_BUDGET"] === "quick";

beforeAll(async () => void (await device.use()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const printed = quietFits();

/** Runs the child; undefined where it was killed. */
async function run(task: Task): Promise<Outcome | undefined> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "resume-child.ts"), JSON.stringify(task)]);
  const closed = once(child, "close");
  const [printed, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code, signal] = await closed;
  expect([code, signal], complaints).toEqual(task.killAt === undefined ? [0, null] : [null, "SIGKILL"]);
  return task.killAt === undefined ? (JSON.parse(printed.trimEnd().split("\n").at(-1) ?? "") as Outcome) : undefined;
}

/** What the child says after it was killed at a place and went on. */
async function afterKill(engine: Task["engine"], killAt: number): Promise<Outcome | undefined> {
  const path = newPath();
  await run({ engine, path, mode: "fit", killAt });
  return run({ engine, path, mode: "resume" });
}

/** The child trains 10 batches an epoch: these lie in the second, first and third, the last right after an epoch's end. */
const places = quick ? [14] : [14, 3, 27, 21];

testWith("tensorflow")(
  "a fit that kill -9 broke off ends in another process with the bits of an unbroken one: weights, losses, callbacks' memory",
  async () => {
    const unbroken = run({ engine: "tensorflow", path: newPath(), mode: "fit" });
    for (const place of places) expect(await afterKill("tensorflow", place)).toEqual(await unbroken);
  },
  120_000,
);

if (!quick) {
  test("so it is on the engine wasm", async () => {
    const unbroken = run({ engine: "wasm", path: newPath(), mode: "fit" });
    expect(await afterKill("wasm", 14)).toEqual(await unbroken);
  }, 120_000);
}

/** Fits 4 epochs, stopped from outside in the third after so many batches of it; undefined leaves it whole. */
async function brokenOff(learner: Learner, path: string, stopAt: number | undefined, callbacks: readonly Callback[] = []): Promise<void> {
  const controller = new AbortController();
  const stopping: Callback = {
    name: "stopping",
    afterBatch: ({ step }) => {
      if (step === stopAt) controller.abort();
    },
  };
  const signal = controller.signal;
  await learner.fitOneCycle(4, { learningRate: 0.02, groupRates: [0.5, 1], checkpoint: path, callbacks: [...callbacks, stopping], signal });
}

test("what Stop broke off goes on from its last whole epoch, in a new learner: frozen groups, rates and history are those of the fit", async () => {
  const whole = smallLearner();
  whole.freeze();
  await brokenOff(whole, newPath(), undefined);
  const path = newPath();
  const broken = smallLearner();
  broken.freeze();
  await brokenOff(broken, path, 8);
  vi.mocked(process.stdout.write).mockClear();
  const next = smallLearner();
  const history = await next.resume(path);
  expect(next.model.layers.map(({ trainable }) => trainable)).toEqual([false, false, false, false, true]);
  expect(weightsOf(next.model)).toEqual(weightsOf(whole.model));
  expect(history.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
  expect(history.stopped).toBeUndefined();
  expect(
    printed()
      .split("\n")
      .map((line) => line.trim().split(/ +/)[0]),
  ).toEqual(["epoch", expect.stringMatching(/^─/), "1", "2", "3", "4", ""]);
});

test("a fit that had ended gives its history again and trains nothing, also when a callback had ended it", async () => {
  const path = newPath();
  const learner = smallLearner();
  const history = await learner.fit(2, { learningRate: 0.01, checkpoint: path });
  const again = smallLearner();
  const told = await again.resume(path);
  expect(told.record()).toEqual(history.record());
  expect(weightsOf(again.model)).toEqual(weightsOf(learner.model));
  expect(printed()).toContain("this fit had ended already\n");
  const enough: Callback = {
    name: "enough",
    afterEpoch: (run) => {
      if (run.epoch === 2) run.stop("it is enough");
    },
  };
  const early = newPath();
  await smallLearner().fit(5, { checkpoint: early, callbacks: [enough] });
  const ended = await smallLearner().resume(early);
  expect(ended.stopped).toMatchObject({ epoch: 2, reason: "it is enough" });
  expect(ended.batchLosses).toHaveLength(6);
});

test("callbacks find again what they knew; without those that knew or change something the fit does not go on", async () => {
  const path = newPath();
  const memory = () => [earlyStopping({ patience: 9 }), reduceOnPlateau({ patience: 1 })];
  const halving: Callback = {
    name: "halving",
    changeGradients: (gradients) => Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, gradient.div(2)])),
  };
  await brokenOff(smallLearner(), path, 8, [...memory(), halving]);
  const learner = smallLearner();
  const before = weightsOf(learner.model);
  await expect(learner.resume(path)).rejects.toThrow(
    /^Expected the callbacks that the fit had but "earlyStopping", .*"halving" are missing/i,
  );
  await expect(learner.resume(path, { callbacks: memory() })).rejects.toThrow(
    'but "halving" is missing: the fit would not go on as it began.',
  );
  const other: Callback = { ...halving, name: "other" };
  await expect(learner.resume(path, { callbacks: [...memory(), halving, other] })).rejects.toThrow(
    '"other", which changes what is trained, was not among them',
  );
  expect(weightsOf(learner.model)).toEqual(before);
  const whole = smallLearner();
  await brokenOff(whole, newPath(), undefined, [...memory(), halving]);
  await learner.resume(path, { callbacks: [...memory(), halving] });
  expect(weightsOf(learner.model)).toEqual(weightsOf(whole.model));
});

test("two callbacks with the same name get each its own back", async () => {
  const given: unknown[] = [];
  const named = (known: number): Callback => ({
    name: "same",
    state: () => ({ known }),
    restore: (state) => void given.push([known, state]),
  });
  const path = newPath();
  await brokenOff(smallLearner(), path, 8, [named(1), named(2)]);
  await smallLearner().resume(path, { callbacks: [named(1), named(2)] });
  expect(given).toEqual([
    [1, { known: 1 }],
    [2, { known: 2 }],
  ]);
});

test("rateFactor goes on", async () => {
  const factors: number[] = [];
  const halve: Callback = {
    name: "halve",
    afterEpoch: (run) => {
      run.rateFactor /= 2;
    },
    beforeFit: ({ rateFactor }) => void factors.push(rateFactor),
  };
  const path = newPath();
  await brokenOff(smallLearner(), path, 8, [halve]);
  await smallLearner().resume(path, { callbacks: [halve] });
  expect(factors).toEqual([1, 0.25]);
});

test("a learner that differs from that of the fit is refused with the differences", async () => {
  const path = newPath();
  await brokenOff(smallLearner(), path, 8);
  const other = smallLearner({ optimizer: sgd, train: loader(stripes(64), { batchSize: 32, shuffle: true }) });
  await expect(other.resume(path)).rejects.toThrow(
    "  optimizer: Adam then, SGD now\n  training pictures: stripes (train), 48 pictures then, stripes (train), 64 pictures now\n  training batches an epoch: 3 then, 2 now\n  batch size: 16 then, 32 now\n",
  );
});

test("a checkpoint that can't be written ends the fit with its path, before anything is trained", async () => {
  const learner = smallLearner();
  const before = weightsOf(learner.model);
  await expect(learner.fit(1, { checkpoint: join("/dev/null", "a.safetensors") })).rejects.toThrow("could not be written to /dev/null");
  await expect(learner.fit(1, { checkpoint: 3 as unknown as string })).rejects.toThrow("Expected checkpoint to be the path of a file");
  expect(weightsOf(learner.model)).toEqual(before);
});

test("a fit that was killed after its last epoch, before its callbacks heard of the end, ends as it would have: with its best weights", async () => {
  const best = () => earlyStopping({ monitor: "valid_loss", patience: 2, restoreBest: true });
  const [path, copy] = [newPath(), newPath()];
  const worse: Callback = {
    name: "worse",
    async afterEpoch({ epoch, model }) {
      if (epoch === 1) for (const weight of model.getWeights()) (weight as tf.Variable).assign(tf.mul(weight, 0));
    },
  };
  const kept: Callback = { name: "kept", afterFit: () => copyFile(path, copy) };
  const whole = smallLearner();
  const history = await whole.fit(3, { learningRate: 0.01, checkpoint: path, callbacks: [kept, best(), worse] });
  const again = smallLearner();
  const told = await again.resume(copy, { callbacks: [best()] });
  expect(told.record()).toEqual(history.record());
  expect(weightsOf(again.model)).toEqual(weightsOf(whole.model));
});
