import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { device } from "../../../lib/device/index.ts";
import {
  type Callback,
  clipGradients,
  csvLog,
  earlyStopping,
  livePlot,
  mixup,
  reduceOnPlateau,
  saveBest,
  sgd,
  tensorBoardLog,
} from "../../../lib/train/index.ts";
import { free } from "../free.ts";
import { smallLearner, weightsOf } from "../small-learner.ts";

let folder = "";
beforeAll(async () => void (await device.use()));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "callbacks-"));
  vi.stubEnv("DESCENT_BUDGET", "full");
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** All ready-made callbacks, writing below a folder of their own. */
function everyCallback(name: string): readonly Callback[] {
  return [
    mixup({ alpha: 0.4 }),
    clipGradients({ norm: 0.5 }),
    earlyStopping({ patience: 3, restoreBest: true }),
    reduceOnPlateau({ patience: 0, factor: 0.5 }),
    saveBest(join(folder, name, "best.safetensors")),
    csvLog(join(folder, name, "log.csv")),
    tensorBoardLog(join(folder, name, "events")),
    livePlot(),
  ];
}

/** The log without the seconds, which are never the same. */
const logOf = (name: string): string => readFileSync(join(folder, name, "log.csv"), "utf8").replace(/,[^,\n]*$/gm, "");

test("a fit with all of them that is stopped and goes on in another process ends as an unbroken one", async () => {
  const unbroken = smallLearner();
  const history = await unbroken.fit(5, { learningRate: 0.05, callbacks: everyCallback("unbroken") });

  const stopped = smallLearner();
  const controller = new AbortController();
  const stop: Callback = { name: "stop", afterBatch: ({ step }) => (step === 8 ? controller.abort() : undefined) };
  const checkpoint = join(folder, "checkpoint.safetensors");
  const callbacks = [...everyCallback("broken"), stop];
  await stopped.fit(5, { learningRate: 0.05, callbacks, checkpoint, signal: controller.signal });

  const resumed = smallLearner();
  const goneOn = await resumed.resume(checkpoint, { callbacks: everyCallback("broken") });
  expect(goneOn.batchLosses).toEqual(history.batchLosses);
  expect(weightsOf(resumed.model)).toEqual(weightsOf(unbroken.model));
  expect(logOf("broken")).toBe(logOf("unbroken"));
  for (const learner of [unbroken, stopped, resumed]) free(learner);
});

test("early stopping with the best weights: the learner judges as at its best epoch", async () => {
  const learner = smallLearner();
  const worsen: Callback = {
    name: "worsen",
    afterEpoch(run) {
      run.rateFactor *= 20;
    },
  };
  const callbacks = [worsen, earlyStopping({ patience: 2, restoreBest: true })];
  const { epochs, stopped } = await learner.fit(12, { learningRate: 0.01, callbacks });
  expect(stopped?.reason).toMatch(/^valid_loss has not become better than .*; its weights are back$/);
  expect((await learner.validate()).loss).toBe(Math.min(...epochs.map(({ valid }) => valid.loss)));
  free(learner);
});

test("clipped gradients move the weights no further than rate times norm a step", async () => {
  const learner = smallLearner({ optimizer: sgd });
  const trained = (): number[] => learner.model.trainableWeights.flatMap((weight) => Array.from(weight.read().dataSync()));
  const before = trained();
  const { batchLosses } = await learner.fit(1, { callbacks: [clipGradients({ norm: 0.01 })], learningRate: 0.1 });
  const moved = Math.hypot(...trained().map((weight, index) => weight - (before[index] ?? 0)));
  expect(moved).toBeGreaterThan(0);
  expect(moved).toBeLessThanOrEqual(batchLosses.length * 0.1 * 0.01 * (1 + 1e-4));
  free(learner);
});

test.each(["planned", "stopped", "thrown"])("leaves no tensor behind, whether the end is %s", async (end) => {
  const learner = smallLearner();
  await learner.fit(1);
  const controller = new AbortController();
  const ending: Callback = {
    name: "ending",
    afterBatch({ step }) {
      if (step !== 5) return;
      if (end === "stopped") controller.abort();
      if (end === "thrown") throw new Error("no more");
    },
  };
  const callbacks = [...everyCallback("leaks"), ending];
  const leaked = await device.leaks(async () => {
    const fit = learner.fit(3, { callbacks, signal: controller.signal });
    if (end === "thrown") await expect(fit).rejects.toThrow('The callback "ending" failed in afterBatch: no more');
    else await fit;
  });
  expect(leaked).toBe(0);
  free(learner);
});
