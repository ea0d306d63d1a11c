import { join } from "node:path";
import { fetchFolder } from "../catalog/index.ts";
import type { ImageDataset } from "../image-dataset.ts";
import { type ImageFolder, imageFolder } from "../image-folder/index.ts";

/**
 * CIFAR-10 as images: 500 pictures of each of ten classes to train on and 100 to test, in colour, 32 × 32 pixels, from JPEG files.
 *
 * Krizhevsky, "Learning Multiple Layers of Features from Tiny Images" (2009). A tenth of the original, so that it is quick to have.
 *
 * @throws Problem when it can't be had
 */
export async function cifar10(): Promise<{ readonly train: ImageDataset; readonly test: ImageDataset }> {
  const { train, test } = await openParts("cifar10-images", ["train", "test"]);
  return { train: await train.toMemory({ size: 32 }), test: await test.toMemory({ size: 32 }) };
}

/**
 * Ten species of monkeys, 1,095 photos to train on and 272 to validate, 224 × 224 pixels in a mirror and 250 × 250 from GitHub.
 *
 * slothkong, "10 Monkey Species", Kaggle (2018); CC0.
 *
 * @throws Problem when it can't be had
 * @example
 * const { train, validation } = await datasets.monkeySpecies();
 */
export async function monkeySpecies(): Promise<{ readonly train: ImageFolder; readonly validation: ImageFolder }> {
  return openParts("monkey-species", ["train", "validation"]);
}

/**
 * 3,670 photos of flowers of five kinds, of any size, in one part: split it with `stratifiedSplit`.
 *
 * The TensorFlow Team, "Flowers" (2019); CC BY, each photographer named in its LICENSE.txt.
 *
 * @throws Problem when it can't be had
 */
export async function flowers(): Promise<{ readonly all: ImageFolder }> {
  return { all: await imageFolder(await fetchFolder("flowers", "flower_photos"), { id: "flowers", split: "all" }) };
}

/**
 * Imagenette: ten classes of ImageNet that are easy to tell apart, with 160 pixels on the shorter side.
 *
 * Howard, github.com/fastai/imagenette (2019).
 *
 * @throws Problem when it can't be had
 */
export async function imagenette(): Promise<{ readonly train: ImageFolder; readonly validation: ImageFolder }> {
  return openParts("imagenette", ["train", "validation"]);
}

/** Opens the parts of a data set, which lie in its folder `images` under their names; the first names the classes of all. */
async function openParts<Part extends string>(id: string, [first, second]: readonly [Part, Part]): Promise<Record<Part, ImageFolder>> {
  const path = await fetchFolder(id, "images");
  const train = await imageFolder(join(path, first), { id, split: first });
  const { classes } = train;
  const other = await imageFolder(join(path, second), { id, split: second, classes });
  return { [first]: train, [second]: other } as Record<Part, ImageFolder>;
}
