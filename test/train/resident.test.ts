import { beforeAll, describe, expect } from "vitest";
import { ImageDataset, loader, transforms as T } from "../../lib/data/index.ts";
import { device, tf } from "../../lib/device/index.ts";
import { type Callback, mixup } from "../../lib/train/index.ts";
import { testWith } from "../support/parts.ts";
import { stripes } from "./pictures.ts";
import { quietFits } from "./quiet-fits.ts";
import { smallLearner, weightsOf } from "./small-learner.ts";

const native = testWith("tensorflow");
beforeAll(async () => void (await device.use()));
quietFits();

const still = [T.normalize({ mean: [0.5], std: [0.5] })];
const moving = [T.randomCrop(6, { padding: 1 }), T.randomHorizontalFlip(), ...still];
const options = { batchSize: 4, shuffle: true, seed: 2, transforms: still } as const;

/** A learner on 50 pictures, 13 batches, the last of 2; and how many batches its loader has made for it. */
function watchedLearner(
  resident: boolean,
  { callbacks = [], transforms = still }: { callbacks?: Callback[]; transforms?: T.Transform[] } = {},
) {
  const train = loader(stripes(50), { ...options, transforms, resident });
  const original = train.at.bind(train);
  let made = 0;
  train.at = async function* (epoch) {
    for await (const batch of original(epoch)) {
      made++;
      yield batch;
    }
  };
  return { learner: smallLearner({ train, callbacks }), made: () => made };
}

describe("training on resident pictures", () => {
  for (const [name, transforms] of Object.entries({ still, moving })) {
    native(`comes to the same losses and weights, to the bit, and makes no batch; transforms: ${name}`, async () => {
      const [resident, loaded] = [watchedLearner(true, { transforms }), watchedLearner(false, { transforms })];
      const histories = [await resident.learner.fit(3, { learningRate: 0.01 }), await loaded.learner.fit(3, { learningRate: 0.01 })];
      expect([resident.made(), loaded.made()]).toEqual([0, 39]);
      expect(histories[0]?.batchLosses).toEqual(histories[1]?.batchLosses);
      expect(weightsOf(resident.learner.model)).toEqual(weightsOf(loaded.learner.model));
      for (const { learner } of [resident, loaded]) learner.dispose();
    });
  }

  native("goes on in a second fit, with one graph for each size of batches, and leaves nothing when it is disposed", async () => {
    const before = tf.memory().numTensors;
    const { learner } = watchedLearner(true);
    const made = tf.memory().numTensors;
    await learner.fit(1);
    const { traces } = learner.compileStatistics;
    await learner.fit(2);
    expect([traces, learner.compileStatistics.traces]).toEqual([2, 2]);
    expect(tf.memory().numTensors).toBe(made);
    learner.dispose();
    learner.model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  native("is left to the loader where a callback changes batches", async () => {
    const { learner, made } = watchedLearner(true, { callbacks: [mixup()] });
    await learner.fit(1);
    expect(made()).toBe(13);
    learner.dispose();
  });

  native("can be stopped, and says where the loss was no number", async () => {
    const { learner } = watchedLearner(true);
    await learner.fit(1);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const { stopped, batchLosses } = await learner.fit(1000, { signal: controller.signal });
    expect(stopped?.batch).toBeLessThanOrEqual(13);
    expect(batchLosses.length).toBeLessThan(13_000);
    const weights = weightsOf(learner.model);
    await expect(learner.fit(2, { learningRate: (step) => (step < 15 ? 1e-4 : 1e30) })).rejects.toThrow(/at batch [3-9] of epoch 2/);
    expect(weightsOf(learner.model)).not.toEqual(weights); // the first epoch stays
    learner.dispose();
  });

  native("takes each learner's own pictures where two train beside each other", async () => {
    const half = new ImageDataset({
      ...stripes(50),
      id: "dark",
      length: undefined,
      pixels: stripes(50).pixels.map((value) => value / 2),
    } as never);
    const [bright, dark] = [watchedLearner(true), { learner: smallLearner({ train: loader(half, options) }) }];
    const first = await bright.learner.fit(1, { learningRate: 0.01 });
    const second = await dark.learner.fit(1, { learningRate: 0.01 });
    expect(first.batchLosses).not.toEqual(second.batchLosses);
    for (const { learner } of [bright, dark]) learner.dispose();
  });
});
