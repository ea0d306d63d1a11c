import { mkdtempSync, rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Random } from "../../lib/base/index.ts";
import { type ImageFolder, imageFolder, type LoaderOptions, loader, transforms as T } from "../../lib/data/index.ts";
import { device, tf } from "../../lib/device/index.ts";
import { accuracy, Learner } from "../../lib/train/index.ts";

const folder = mkdtempSync(join(tmpdir(), "descent-learner-"));
let photos: ImageFolder;

beforeAll(async () => {
  await device.use("wasm");
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  // Dark and bright pictures of many sizes: two classes that are easy to learn.
  const random = new Random("photos");
  for (let index = 0; index < 24; index++) {
    const label = index % 2 === 0 ? "dark" : "light";
    await mkdir(join(folder, label), { recursive: true });
    const [width, height, value] = [20 + random.integer(9), 20 + random.integer(9), (label === "dark" ? 20 : 180) + random.integer(50)];
    const background = { r: value, g: value, b: value };
    await sharp({ create: { width, height, channels: 3, background } }).toFile(join(folder, label, `${index}.jpg`));
  }
  photos = await imageFolder(folder);
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** Brightness around 0, so that it is learnt in a few steps. */
const centred = T.normalize({ mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] });

function learnerOn(options: Partial<LoaderOptions>, side = 8): Learner {
  const dense = tf.layers.dense({ units: 2, kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }) });
  const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [side, side, 3] }), dense] });
  const transforms = [T.resize([12, 12]), T.randomCrop(8), centred];
  return new Learner({
    model,
    train: loader(photos, { batchSize: 6, shuffle: true, workers: 1, transforms, ...options }),
    valid: loader(photos, { batchSize: 10, workers: 1, transforms: [T.resize([8, 8]), centred] }),
    metrics: [accuracy],
  });
}

test("learns from files of any size; validates and predicts other files as the validation pictures are loaded", async () => {
  const learner = learnerOn({});
  await learner.fit(6, { learningRate: 0.01 });
  expect((await learner.validate())["accuracy"]).toBe(1);
  const some = photos.subset([5, 1, 8]);
  const { ids, classes } = await learner.predict(some);
  expect(ids).toEqual(some.ids);
  expect(Array.from(classes)).toEqual(Array.from(some.labels ?? []));
});

test("learns from mixed pictures by their shares", async () => {
  const learner = learnerOn({ batchTransforms: [T.mixup({ alpha: 0.2 })] });
  await learner.fit(6, { learningRate: 0.01 });
  expect((await learner.validate(photos))["accuracy"]).toBe(1);
});

test("gives each picture the mean of its crops, in predict and in validate", async () => {
  const learner = learnerOn({});
  await learner.fit(4, { learningRate: 0.01 });
  const crops = loader(photos, { batchSize: 7, transforms: [T.resize([12, 12]), T.fiveCrop(8), centred] });
  const { classes, ids } = await learner.predict(crops);
  expect(ids).toEqual(photos.ids);
  const right = Array.from(classes).filter((found, index) => found === photos.labels?.[index]).length;
  expect((await learner.validate(crops))["accuracy"]).toBe(right / 24);
});

test("refuses files of another size than the model takes: at once where the transforms tell it, else at the first batch", async () => {
  const message = "Expected pictures of shape [N, 9, 9, 3], which the model takes, but those of";
  expect(() => learnerOn({}, 9)).toThrow(`${message} ${photos.id} (all) are [N, 8, 8, 3].`);
  const learner = learnerOn({});
  const unknown = loader(photos, { batchSize: 1, transforms: [T.lambda((image) => image), T.resize([5, 5])] });
  await expect(learner.validate(unknown)).rejects.toThrow("are [N, 5, 5, 3].\n  Build the model with inputShape: [5, 5, 3]");
});
