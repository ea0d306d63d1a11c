import { describe, expect, test } from "vitest";
import { imageFolder, type LoaderOptions, loader, transforms as T, weightedSampler } from "../../../lib/data/index.ts";
import { toys } from "../toys.ts";
import { testPhotos } from "./photos.ts";

const photos = testPhotos(4);

test.each<[object, string]>([
  [{ batchSize: 2.5 }, "Expected batchSize to be a positive integer but got 2.5"],
  [{ batchSize: 2, workers: -1 }, "Expected workers to be a whole number between 0 and 64 but got -1"],
  [{ batchSize: 2, prefetch: 0 }, "Expected prefetch to be a positive integer but got 0"],
  [{ batchSize: 2, cache: "ram" }, 'Expected cache to be one of false, memory, disk but got "ram"'],
  [{ batchSize: 2, shuffle: "yes" }, "Expected shuffle to be one of"],
  [{ batchSize: 2, seed: {} }, "Expected seed to be a number or a string"],
  [{ batch_size: 2 }, '"batch_size"'],
  [{ batchSize: 2, transforms: T.resize(5) }, "Expected transforms to be a list such as [T.resize(160), T.randomCrop(128)]"],
  [{ batchSize: 2, transforms: [T.toTensor] }, "but got the function toTensor. Are the brackets of its call missing?"],
  [{ batchSize: 2, transforms: [T.mixup()] }, "It belongs into batchTransforms."],
  [{ batchSize: 2, batchTransforms: [T.resize(5)] }, "It belongs into transforms."],
  [{ batchSize: 2, sampler: [1, 2] }, "Expected sampler to be one such as balancedSampler(dataset)"],
  [{ batchSize: 2, shuffle: true, sampler: weightedSampler(toys(3), { weights: [1, 1, 1] }) }, "Expected shuffle or sampler but got both"],
  [{ batchSize: 2, collate: 3 }, "Expected collate to be a function"],
  [{ batchSize: 2, collate: () => 0, batchTransforms: [T.mixup()] }, "Expected collate or batchTransforms but got both"],
])("%o is refused in words", (options, message) => {
  expect(() => loader(toys(5), options as LoaderOptions)).toThrow(message);
});

test("a sampler made for another data set is refused where it leaves this one", async () => {
  const sampler = { length: 2, order: () => Int32Array.of(0, 7) };
  await expect(loader(toys(5), { batchSize: 2, sampler }).first()).rejects.toThrow("was it made for another data set?");
});

describe("imageShape", () => {
  test("is known of pictures in memory, through their transforms", () => {
    expect(loader(toys(3), { batchSize: 1 }).imageShape).toEqual([2, 3, 1]);
    expect(loader(toys(3), { batchSize: 1, transforms: [T.resize([8, 9]), T.centerCrop(4)] }).imageShape).toEqual([4, 4, 1]);
  });

  test("is known of files where the transforms end in one size, else from the first batch on", async () => {
    const shape = (transforms: LoaderOptions["transforms"] = []) => loader(photos.dataset, { batchSize: 1, transforms });
    expect(shape([T.randomResizedCrop(16)]).imageShape).toEqual([16, 16, 3]);
    expect(shape().imageShape).toBeUndefined();
    expect(shape([T.resize(16)]).imageShape).toBeUndefined();
    const grey = await imageFolder(photos.folder, { channels: 1 });
    expect(loader(grey, { batchSize: 1, transforms: [T.resize([5, 6])] }).imageShape).toEqual([5, 6, 1]);
  });
});

test("over and inOrder take each picture once, in order, through the same transforms", () => {
  const batches = loader(toys(9), {
    batchSize: 4,
    shuffle: true,
    dropLast: true,
    batchTransforms: [T.mixup()],
    transforms: [T.resize([4, 4])],
  });
  expect(batches.length).toBe(2);
  const other = batches.over(toys(5), { batchSize: 3 });
  expect({ length: other.length, batchSize: other.batchSize, shape: other.imageShape }).toEqual({
    length: 2,
    batchSize: 3,
    shape: [4, 4, 1],
  });
  expect(batches.inOrder().length).toBe(3);
});
