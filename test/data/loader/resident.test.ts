import { describe, expect, test } from "vitest";
import { ImageDataset, loader, type ResidentPictures, transforms as T } from "../../../lib/data/index.ts";
import { toys } from "../toys.ts";
import { withoutLeaks } from "./leak-check.ts";

withoutLeaks();

describe("pictures that a loader keeps", () => {
  test("are all of them, as the transforms leave them, in the data set's order, made once", async () => {
    const batches = loader(toys(5), { batchSize: 2, shuffle: true, transforms: [T.normalize({ mean: [0.5], std: [0.25] })] });
    const { values = [], shape, labels = [] } = (await batches.resident()) ?? {};
    expect(shape).toEqual([5, 2, 3, 1]);
    const inOrder: number[] = [];
    for await (const { images } of batches.inOrder()) inOrder.push(...(await images.data()));
    expect(Array.from(values)).toEqual(inOrder);
    expect(Array.from(labels)).toEqual([0, 1, 2, 0, 1]);
    expect(await batches.resident()).toBe(await batches.resident());
  });

  test("tells which of them each batch takes", async () => {
    const batches = loader(toys(7), { batchSize: 3, shuffle: true, seed: 4 });
    const labels: number[][] = [];
    for await (const batch of batches.at(2)) labels.push(Array.from(await batch.labels.data()));
    const resident = await batches.resident();
    expect(resident?.view).toBe(undefined);
    expect(resident?.batches(2).map((indices) => Array.from(indices, (index) => index % 3))).toEqual(labels);
    expect(resident?.batches(2)).not.toEqual(resident?.batches(3));
  });

  /** Pictures with a number of its own in each pixel, and transforms of several kinds. */
  const moving: Record<string, readonly T.Transform[]> = {
    "a flip": [T.randomHorizontalFlip(), T.normalize({ mean: 0.5, std: 0.25 })],
    "both flips and a crop": [T.randomVerticalFlip(), T.randomCrop([4, 3]), T.randomHorizontalFlip({ p: 0.7 })],
    "a crop out of padding": [T.randomCrop(6, { padding: 2 }), T.randomHorizontalFlip(), T.toTensor()],
    "a crop after resizing": [T.resize(8), T.randomCrop([5, 7]), T.randomCrop([4, 4])],
  };
  test.for(Object.entries(moving))("are moved by %s to where the loader's batches have them, to the bit", async ([, transforms]) => {
    const pixels = Uint8Array.from({ length: 9 * 6 * 6 * 3 }, (_, place) => (place * 7919) % 256);
    const set = new ImageDataset({
      ...toys(9),
      id: "numbers",
      split: "train",
      classes: ["a"],
      height: 6,
      width: 6,
      channels: 3,
      pixels,
      labels: new Int32Array(9),
      ids: toys(9).ids,
      groups: undefined,
    });
    const batches = loader(set, { batchSize: 4, shuffle: true, seed: 5, transforms });
    const { values, shape, view, batches: rowsOf } = (await batches.resident()) as ResidentPictures;
    const [, height, width, channels] = shape;
    for (const epoch of [0, 3]) {
      const expected: number[] = [];
      for await (const { images } of batches.at(epoch)) expected.push(...(await images.data()));
      const got: number[] = [];
      for (const rows of rowsOf(epoch)) {
        for (let at = 0; at < rows.length; at += 4) {
          const [index = 0, start = 0, row = 0, column = 0] = rows.subarray(at, at + 4);
          for (let y = 0; y < (view?.height ?? 0); y++) {
            for (let x = 0; x < (view?.width ?? 0); x++) {
              const pixel = index * height * width + start + y * row + x * column;
              got.push(...values.subarray(pixel * channels, (pixel + 1) * channels));
            }
          }
        }
      }
      expect(got).toEqual(expected);
    }
  });

  test("are none where transforms draw random numbers, pictures are mixed, or nobody wants them", async () => {
    expect(await loader(toys(5), { batchSize: 2, transforms: [T.randomRotation(5)] }).resident()).toBe(undefined);
    expect(await loader(toys(5), { batchSize: 2, batchTransforms: [T.mixup()] }).resident()).toBe(undefined);
    expect(await loader(toys(5), { batchSize: 2, resident: false }).resident()).toBe(undefined);
    expect(await loader(toys(5), { batchSize: 2 }).over(toys(3)).resident()).toBe(undefined);
  });

  test("can't be asked for where each epoch's are others", () => {
    const options = { batchSize: 2, resident: true, transforms: [T.resize(4), T.compose([T.randomCrop(2), T.randomResizedCrop(2)])] };
    expect(() => loader(toys(5), options)).toThrow(/resident: true but got randomResizedCrop.*\n.*cache: "memory"/);
    const later = { batchSize: 2, resident: true, transforms: [T.randomHorizontalFlip(), T.resize(2)] };
    expect(() => loader(toys(5), later)).toThrow(/got resize/);
    expect(() => loader(toys(5), { batchSize: 2, resident: "yes" as never })).toThrow(/resident/);
  });
});
