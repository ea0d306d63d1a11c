import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { datasets } from "../../../lib/data/datasets.ts";
import { testWith } from "../../support/parts.ts";
import { tgz } from "../catalog/archive/archives.ts";
import { mirrorWith } from "./mirror.ts";

testWith("datasets")("10 monkey species: 1,095 photos to train on, 272 to validate, the same classes in both", async () => {
  const { train, validation } = await datasets.monkeySpecies();
  expect([train.length, validation.length]).toEqual([1095, 272]);
  expect(train.classes).toEqual(validation.classes);
  expect(train.classes).toContain("pygmy_marmoset");
  expect([train.id, train.split, validation.split]).toEqual(["monkey-species", "train", "validation"]);
  const { image, label = -1, id } = await train.get(700);
  expect(image.shape).toEqual([224, 224, 3]);
  expect(id.split("/")[0]).toBe(train.classes[label]);
});

testWith("datasets")("CIFAR-10: 500 and 100 pictures of each class in memory, of 32 × 32 pixels, as their files have them", async () => {
  const { train, test } = await datasets.cifar10();
  expect(train.counts()).toEqual(new Array(10).fill(500));
  expect(test.counts()).toEqual(new Array(10).fill(100));
  const { id, image } = test.get(555);
  expect(image.shape).toEqual([32, 32, 3]);
  const file = await readFile(join(process.env["DESCENT_DATASETS"] ?? "", "cifar10-images", "test", id));
  const pixels = await sharp(file).raw().toBuffer();
  const difference = pixels.reduce((sum, value, place) => sum + Math.abs(value - (image.pixels[place] ?? 0)), 0) / pixels.length;
  expect(difference).toBeLessThan(1); // decoders round differently
});

test("flowers are one part, with the folders as classes", async () => {
  await mirrorWith({
    "flowers/flower_photos/daisy/1.jpg": "",
    "flowers/flower_photos/daisy/2.jpg": "",
    "flowers/flower_photos/tulips/3.jpg": "",
    "flowers/flower_photos/LICENSE.txt": "CC BY",
  });
  const { all } = await datasets.flowers();
  expect([all.id, all.split, all.classes, all.counts()]).toEqual(["flowers", "all", ["daisy", "tulips"], [2, 1]]);
});

test("Imagenette is unpacked with its classes' names in place of their numbers in WordNet", async () => {
  const picture = (path: string) => ({ path: `imagenette2-160/${path}`, content: "a picture" });
  const packed = tgz(picture("train/n01440764/a.JPEG"), picture("train/n02102040/b.JPEG"), picture("val/n02102040/c.JPEG"));
  await mirrorWith({ "imagenette/imagenette2-160.tgz": packed });
  const { train, validation } = await datasets.imagenette();
  expect(train.classes).toEqual(["English springer", "tench"]);
  expect(validation.ids).toEqual(["English springer/c.JPEG"]);
  expect(Array.from(validation.labels ?? [])).toEqual([0]);
});
