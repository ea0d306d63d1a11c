import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loader } from "../../lib/data/index.ts";
import { device, tf } from "../../lib/device/index.ts";
import { placeInWindow } from "../../lib/train/accumulation.ts";
import { adam, type Callback, clipGradients, crossEntropy, type FitOptions, type LearnerOptions, sgd } from "../../lib/train/index.ts";
import { free } from "./free.ts";
import { stripes } from "./pictures.ts";
import { quietFits } from "./quiet-fits.ts";
import { seededNetwork, smallLearner, weightsOf } from "./small-learner.ts";

beforeAll(async () => void (await device.use()));
quietFits();
const folder = mkdtempSync(join(tmpdir(), "descent-accumulation-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("windows begin anew with the epoch, whose last one may be shorter", () => {
  const places = (accumulate: number, batches: number) =>
    Array.from({ length: batches }, (_, batch) => placeInWindow(batch, { accumulate, batches }));
  expect(places(3, 8)).toEqual(["first", "middle", "last", "first", "middle", "last", "first", "last"]);
  expect(places(3, 4)).toEqual(["first", "middle", "last", undefined]);
  expect(places(8, 2)).toEqual(["first", "last"]);
  expect(places(1, 2)).toEqual([undefined, undefined]);
});

/** A learner on 50 pictures, the same ones in the same order whatever the size of its batches. */
const learnerOf = (batchSize: number, changes: Partial<LearnerOptions> = {}) =>
  smallLearner({
    model: seededNetwork({ still: true }),
    train: loader(stripes(50), { batchSize, shuffle: true, seed: 1 }),
    optimizer: sgd({ momentum: 0.9, weightDecay: 0.01 }),
    ...changes,
  });

/** The weights after a fit. */
async function weightsAfter(batchSize: number, { epochs = 3, changes = {}, ...options }: Training): Promise<number[]> {
  const learner = learnerOf(batchSize, changes);
  await learner.fit(epochs, { learningRate: 0.02, ...options });
  const weights = weightsOf(learner.model);
  free(learner);
  return weights;
}

interface Training extends FitOptions {
  readonly epochs?: number;
  readonly changes?: Partial<LearnerOptions>;
}

function expectNear(got: readonly number[], expected: readonly number[], bound = 1e-5): void {
  expect(got).toHaveLength(expected.length);
  for (const [place, value] of expected.entries()) expect(Math.abs((got[place] as number) - value)).toBeLessThan(bound);
}

// Seven batches of 8, the last of 2, in windows of 4 and 3: 32 and 18 pictures, the batches of the other learner.
describe.each([
  ["compiled", {}],
  ["operation by operation", { compile: false }],
] as const satisfies [string, Pick<LearnerOptions, "compile">][])("four batches of 8 make the update of one of 32: %s", (_, compile) => {
  const isEager = "compile" in compile;
  test("by SGD, the smaller last window and its smaller last batch included", async () => {
    const whole = await weightsAfter(32, { changes: compile });
    expectNear(await weightsAfter(8, { accumulate: 4, changes: compile }), whole);
    // Smaller batches alone lead elsewhere.
    const single = await weightsAfter(8, { changes: compile });
    expect(Math.max(...single.map((value, place) => Math.abs(value - (whole[place] as number))))).toBeGreaterThan(0.01);
  });

  test("by Adam, which counts updates; with class weights, and a callback that sees the gradient of them all", async () => {
    const norms: number[] = [];
    const look = (into: number[]): Callback => ({
      name: "look",
      changeGradients(gradients) {
        if (isEager) into.push(tf.tidy(() => tf.addN(Object.values(gradients).map((one) => one.square().sum())).dataSync()[0] as number));
        return gradients;
      },
    });
    const changes = () => ({ optimizer: adam({ epsilon: 1e-3 }), loss: crossEntropy({ classWeights: [1, 2, 5] }), ...compile });
    const seen: number[] = [];
    const callbacks = (into: number[]) => [look(into), clipGradients({ norm: 0.3 })];
    const got = await weightsAfter(8, { accumulate: 4, changes: changes(), callbacks: callbacks(seen) });
    expectNear(got, await weightsAfter(32, { changes: changes(), callbacks: callbacks(norms) }), 1e-4);
    if (isEager) {
      expect(seen).toHaveLength(3 * 2);
      expectNear(seen, norms, 1e-3);
    }
  });
});

test("weights stay as they are until the last batch of a window; an update takes the rate of that batch", async () => {
  const learner = learnerOf(8);
  const weights: number[][] = [weightsOf(learner.model)];
  const watch: Callback = { name: "watch", afterBatch: () => void weights.push(weightsOf(learner.model)) };
  await learner.fit(1, { accumulate: 4, learningRate: (batch) => (batch === 3 ? 0.02 : 0), callbacks: [watch] });
  const changed = weights.slice(1).map((now, place) => now.some((value, index) => value !== weights[place]?.[index]));
  expect(changed).toEqual([false, false, false, true, false, false, false]);
  free(learner);
});

test("frozen layers stay as they are", async () => {
  const [some, all] = [learnerOf(8), learnerOf(32)];
  const before = weightsOf(some.model);
  for (const learner of [some, all]) learner.freezeTo(-1);
  await some.fit(2, { accumulate: 4, learningRate: 0.02 });
  await all.fit(2, { learningRate: 0.02 });
  for (const learner of [some, all]) learner.unfreeze();
  const frozen = 3 * 3 * 4 + 4;
  expect(weightsOf(some.model).slice(0, frozen)).toEqual(before.slice(0, frozen));
  await some.fit(1, { accumulate: 4, learningRate: 0.02 });
  await all.fit(1, { learningRate: 0.02 });
  expectNear(weightsOf(some.model), weightsOf(all.model));
  for (const learner of [some, all]) free(learner);
});

/** Aborted when so many training batches were finished. */
function stopAfter(batches: number): { readonly signal: AbortSignal; readonly callbacks: readonly Callback[] } {
  const controller = new AbortController();
  const stop: Callback = { name: "stop", afterBatch: ({ step }) => (step >= batches ? controller.abort() : undefined) };
  return { signal: controller.signal, callbacks: [stop] };
}

test("stopped within a window, what that gathered is dropped, and no tensor is left", async () => {
  const [stopped, whole] = [learnerOf(8), learnerOf(32)];
  await stopped.fit(1, { accumulate: 4, learningRate: 0.02 });
  const tensors = tf.memory().numTensors;
  // Two batches after the first window of the second epoch.
  const history = await stopped.fit(2, { accumulate: 4, learningRate: 0.02, ...stopAfter(6) });
  expect(history.stopped).toMatchObject({ epoch: 1, batch: 6 });
  expect(tf.memory().numTensors).toBeLessThanOrEqual(tensors);
  await whole.fit(1, { learningRate: 0.02 });
  await whole.fit(2, { learningRate: 0.02, ...stopAfter(1) });
  expectNear(weightsOf(stopped.model), weightsOf(whole.model));
  await stopped.fit(1, { accumulate: 4, learningRate: 0.02 });
  await whole.fit(1, { learningRate: 0.02 });
  expectNear(weightsOf(stopped.model), weightsOf(whole.model));
  for (const learner of [stopped, whole]) free(learner);
});

test("goes on from a checkpoint to the weights that it would have had unbroken, with Adam's count of updates", async () => {
  const checkpoint = join(folder, "fit.safetensors");
  const options = { accumulate: 3, learningRate: 0.01 };
  const make = () => learnerOf(8, { optimizer: adam() });
  const [broken, resumed, whole] = [make(), make(), make()];
  await broken.fit(3, { ...options, checkpoint, ...stopAfter(9) });
  const history = await resumed.resume(checkpoint, { callbacks: [{ name: "stop", afterBatch: () => undefined }] });
  expect(history.epochs).toHaveLength(3);
  await whole.fit(3, options);
  expectNear(weightsOf(resumed.model), weightsOf(whole.model), 1e-6);
  for (const learner of [broken, resumed, whole]) free(learner);
});

test("where the loss is no number the learner is back where the epoch began, and nothing gathered is left", async () => {
  const learner = learnerOf(8);
  await learner.fit(1, { accumulate: 4, learningRate: 0.02 });
  const [before, tensors] = [weightsOf(learner.model), tf.memory().numTensors];
  const callbacks: Callback[] = [
    { name: "break", changeBatch: (batch, { step }) => (step === 5 ? { ...batch, images: tf.mul(batch.images, Number.NaN) } : batch) },
  ];
  await expect(learner.fit(1, { accumulate: 4, learningRate: 0.02, callbacks })).rejects.toThrow(/at batch 6 of epoch 1/);
  expect(weightsOf(learner.model)).toEqual(before);
  expect(tf.memory().numTensors).toBeLessThanOrEqual(tensors);
  free(learner);
});

test("says what it expected of the number", async () => {
  const learner = learnerOf(8);
  await expect(learner.fit(1, { accumulate: 0 })).rejects.toThrow("Expected accumulate to be a positive integer but got 0");
  await expect(learner.fitOneCycle(1, { accumulate: 1.5 })).rejects.toThrow("Expected accumulate to be a positive integer but got 1.5");
  free(learner);
});
