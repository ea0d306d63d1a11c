import { beforeAll, expect, test, vi } from "vitest";
import { loader, transforms as T } from "../../lib/data/index.ts";
import { device, tf } from "../../lib/device/index.ts";
import { type Learner, meanSquaredError } from "../../lib/train/index.ts";
import { free } from "./free.ts";
import { side, stripes } from "./pictures.ts";
import { quietFits } from "./quiet-fits.ts";
import { smallLearner } from "./small-learner.ts";

beforeAll(async () => void (await device.use()));
quietFits();

const pictures = stripes(20, { split: "test" });

/** A learner whose training pictures are turned at random, and mixed in batches, which views must not be. */
function turningLearner(options: Partial<ConstructorParameters<typeof Learner>[0]> = {}): Learner {
  return smallLearner({
    train: loader(stripes(60), { batchSize: 16, shuffle: true, seed: 1, transforms: [T.randomRotation(90)], batchTransforms: [T.mixup()] }),
    ...options,
  });
}

const probabilitiesOf = async (learner: Learner, options?: Parameters<Learner["predict"]>[1]): Promise<number[]> =>
  Array.from((await learner.predict(pictures, options)).probabilities ?? []);

test("is the mean of the plain view and the training transforms' views, each drawn anew", async () => {
  const learner = turningLearner();
  await learner.fit(1);
  const views = [await probabilitiesOf(learner)];
  const turned = learner.train.over(pictures);
  for (const draw of [0, 1]) {
    const view: number[] = [];
    for await (const batch of turned.at(draw)) {
      view.push(...tf.tidy(() => (learner.model.apply(batch.images, { training: false }) as tf.Tensor).softmax().dataSync()));
    }
    views.push(view);
  }
  expect(views[1]).not.toEqual(views[2]);
  const got = await probabilitiesOf(learner, { testTimeAugmentation: 2 });
  for (const [place, probability] of got.entries()) {
    expect(probability).toBeCloseTo(views.reduce((sum, view) => sum + (view[place] ?? Number.NaN), 0) / 3, 5);
  }
  expect(vi.mocked(process.stderr.write).mock.calls.join("")).toContain("Predicting 3 views of each picture: 60 pictures");
  free(learner);
});

test("gives the same again, the class of the highest mean, and keeps order and ids", async () => {
  const learner = turningLearner();
  const [first, second] = [
    await learner.predict(pictures, { testTimeAugmentation: 3 }),
    await learner.predict(pictures, { testTimeAugmentation: 3 }),
  ];
  expect(second).toEqual(first);
  expect(first.ids).toEqual(pictures.ids);
  for (const [picture, label] of first.classes.entries()) {
    const row = Array.from(first.probabilities?.subarray(picture * 3, picture * 3 + 3) ?? []);
    expect(row[label]).toBe(Math.max(...row));
    expect(row.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 5);
  }
  free(learner);
});

test("none is the plain prediction, to the bit", async () => {
  const learner = turningLearner();
  expect(await probabilitiesOf(learner, { testTimeAugmentation: 0 })).toEqual(await probabilitiesOf(learner));
  free(learner);
});

test("a loader's own transforms make the plain view", async () => {
  const learner = turningLearner();
  const dark = loader(pictures, { batchSize: 7, transforms: [T.toTensor(), T.normalize({ mean: [0.9], std: [0.1] })] });
  expect(await learner.predict(dark, { testTimeAugmentation: 1 })).not.toEqual(
    await learner.predict(pictures, { testTimeAugmentation: 1 }),
  );
  free(learner);
});

test("values are averaged as values", async () => {
  const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [side, side, 1] }), tf.layers.dense({ units: 1 })] });
  const learner = turningLearner({ model, loss: meanSquaredError, metrics: [] });
  const plain = await learner.predict(pictures);
  const views = await learner.predict(pictures, { testTimeAugmentation: 2 });
  expect(views.values).toHaveLength(20);
  expect(views.values).not.toEqual(plain.values);
  free(learner);
});

test("leaves no tensor behind, also when it is stopped or the views don't suit the model", async () => {
  const learner = turningLearner();
  expect(await device.leaks(() => learner.predict(pictures, { testTimeAugmentation: 2 }))).toBe(0);
  free(learner);
  const cropping = turningLearner();
  vi.spyOn(cropping.train, "over").mockReturnValue(loader(pictures, { batchSize: 5, transforms: [T.centerCrop(4)] }) as never);
  const wrong = () => expect(cropping.predict(pictures, { testTimeAugmentation: 1 })).rejects.toThrow(/Expected pictures of shape/);
  expect(await device.leaks(wrong)).toBe(0);
  free(cropping);
});

test("says what it expected", async () => {
  const learner = turningLearner();
  await expect(learner.predict(pictures, { testTimeAugmentation: -1 })).rejects.toThrow(
    "Expected testTimeAugmentation to be a whole number from 0 up, the views of each picture beside the plain one, but got -1",
  );
  free(learner);
});
