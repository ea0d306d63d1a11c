import { beforeAll, describe, expect, test } from "vitest";
import { loader } from "../../lib/data/index.ts";
import { device, tf } from "../../lib/device/index.ts";
import { BatchQueue } from "../../lib/train/batch-queue.ts";
import type { Callback } from "../../lib/train/index.ts";
import { disposeBatch } from "../../lib/train/training-batch.ts";
import { stripes } from "./pictures.ts";
import { quietFits } from "./quiet-fits.ts";
import { smallLearner, weightsOf } from "./small-learner.ts";

beforeAll(async () => void (await device.use()));
quietFits();

const batchOf = (size: number) => ({ images: tf.zeros([size, 2, 2, 1]), targets: tf.zeros([size]) });

/** Puts as many batches through as given; how many were taken at a time. */
function taken(queue: BatchQueue, sizes: readonly number[], milliseconds: number): number[] {
  const counts: number[] = [];
  const train = (): void => {
    for (let batches = queue.take(); batches; batches = queue.take()) {
      for (const batch of batches) disposeBatch(batch);
      counts.push(batches.length);
      queue.note({ batches: batches.length, milliseconds });
    }
  };
  for (const size of sizes) {
    const batch = batchOf(size);
    if (queue.isEnough(batch)) train();
    queue.add(batch);
    if (queue.isEnough()) train();
  }
  train();
  return counts;
}

const ones = (count: number) => Array.from({ length: count }, () => 1);

describe("batches that wait to be trained together", () => {
  test("are single at first, eight where they are quick, and single again where eight don't come together", () => {
    expect(taken(new BatchQueue([]), Array(30).fill(4), 3)).toEqual([...ones(8), 8, 8, ...ones(6)]);
  });

  test("of another size wait for none", () => {
    expect(taken(new BatchQueue([]), [...Array(19).fill(4), 2, ...Array(8).fill(4)], 3)).toEqual([...ones(8), 8, ...ones(4), 8]);
  });

  test("don't wait where each takes long, a callback looks at each, or they may not", () => {
    expect(taken(new BatchQueue([]), Array(20).fill(4), 30)).toEqual(ones(20));
    for (const callback of [
      { name: "a", afterBatch: () => undefined },
      { name: "b", changeBatch: (batch) => batch },
    ] satisfies Callback[]) {
      expect(taken(new BatchQueue([callback]), Array(20).fill(4), 3)).toEqual(ones(20));
    }
    expect(taken(new BatchQueue([], { singly: true }), Array(20).fill(4), 3)).toEqual(ones(20));
  });

  test("are disposed with it", () => {
    const before = tf.memory().numTensors;
    const queue = new BatchQueue([]);
    queue.add(batchOf(3));
    queue.dispose();
    expect(queue.take()).toBe(undefined);
    expect(tf.memory().numTensors).toBe(before);
  });
});

const set = stripes(203);
const learner = () => smallLearner({ train: loader(set, { batchSize: 4, shuffle: true, seed: 2 }) }); // 51 batches, the last of 3
const onlySingly: Callback = { name: "singly", afterBatch: () => undefined };

describe("a fit of many small batches", () => {
  test("ends with the same losses and weights, to the bit, whether they are trained together or one by one", async () => {
    const [together, singly] = [learner(), learner()];
    const options = { learningRate: (step: number) => 0.01 / (1 + step) };
    const [first, second] = [await together.fit(2, options), await singly.fit(2, { ...options, callbacks: [onlySingly] })];
    expect(first.batchLosses).toHaveLength(102);
    expect(first.batchLosses).toEqual(second.batchLosses);
    expect(weightsOf(together.model)).toEqual(weightsOf(singly.model));
    expect(first.epochs.map(({ trainLoss, valid }) => [trainLoss, valid])).toEqual(
      second.epochs.map(({ trainLoss, valid }) => [trainLoss, valid]),
    );
  });

  test("names the batch in which the loss was no number first, and is back at the begin of the epoch", async () => {
    const broken = learner();
    const before = weightsOf(broken.model);
    const tensors = tf.memory().numTensors;
    const learningRate = (step: number): number => (step < 20 ? 1e-4 : 1e30);
    await expect(broken.fit(1, { learningRate })).rejects.toThrow(/at batch 2[2-9] of epoch 1/);
    expect(weightsOf(broken.model)).toEqual(before);
    expect(tf.memory().numTensors).toBe(tensors);
    const history = await broken.fit(1, { learningRate: 0.01 });
    expect(history.epochs).toHaveLength(1);
  });

  test("can be stopped in the middle, and leaves no tensor", async () => {
    const stopped = learner();
    await stopped.fit(1);
    const tensors = tf.memory().numTensors;
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 60);
    const history = await stopped.fit(100, { signal: stop.signal });
    expect(history.stopped).toBeDefined();
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
