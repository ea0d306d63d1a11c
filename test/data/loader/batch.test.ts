import { describe, expect, test } from "vitest";
import { type Batch, loader, map, transforms as T } from "../../../lib/data/index.ts";
import { displaySymbol } from "../../../lib/plot/index.ts";
import { toys } from "../toys.ts";
import { withoutLeaks } from "./leak-check.ts";
import { bitsOf } from "./read-all.ts";

withoutLeaks();

const rowsOf = (batch: Batch): number[][] => batch.targets.arraySync();

describe("targets", () => {
  test("are one-hot rows, 0 where a label is hidden; the same tensor each time, gone with the batch", async () => {
    const batch = await loader(toys(4), { batchSize: 4 }).first();
    expect(rowsOf(batch)).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ]);
    expect(batch.targets).toBe(batch.targets);
    expect(batch.mixed).toBe(false);
    batch.dispose();
    const hidden = await loader(toys(2, { labels: undefined }), { batchSize: 2 }).first();
    expect(rowsOf(hidden)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    hidden.dispose();
  });

  test("hold the shares of mixed pictures, whose pixels are mixed in the same shares", async () => {
    const mixing = loader(toys(6), { batchSize: 6, batchTransforms: [T.mixup()] });
    const mixed = await mixing.first();
    const plain = await loader(toys(6), { batchSize: 6 }).first();
    expect(mixed.mixed).toBe(true);
    const total = (batch: Batch): number => Array.from(batch.images.dataSync()).reduce((sum, value) => sum + value, 0);
    expect(mixed.images.dataSync()).not.toEqual(plain.images.dataSync());
    expect(total(mixed)).toBeCloseTo(total(plain), 4); // each picture is mixed into one other: in all, nothing is lost
    for (const row of rowsOf(mixed)) expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    expect(
      rowsOf(mixed)
        .flat()
        .some((value) => value > 0 && value < 1),
    ).toBe(true);
    expect(Array.from(mixed.labels.dataSync())).toEqual([0, 1, 2, 0, 1, 2]);
    mixed.dispose();
    plain.dispose();
    expect(await bitsOf(mixing)).toEqual(await bitsOf(loader(toys(6), { batchSize: 6, batchTransforms: [T.mixup()] })));
  });

  test("need classes, and mixing needs labels", async () => {
    const nameless = await loader(
      map(toys(2), (element) => element),
      { batchSize: 2 },
    ).first();
    expect(() => nameless.targets).toThrow("Expected a data set that names its classes but this one has none");
    nameless.dispose();
    const mixing = loader(toys(2, { labels: undefined }), { batchSize: 2, batchTransforms: [T.mixup()] });
    await expect(mixing.first()).rejects.toThrow("for mixup, which mix labels too, but got hidden labels");
  });
});

describe("a batch shows itself", () => {
  test("as the network sees it, normalised values stretched, with the classes as titles", async () => {
    const transforms = [T.toTensor(), T.normalize({ mean: [0.5], std: [0.5] })];
    const batch = await loader(toys(5), { batchSize: 4, transforms }).first();
    const bundle = await batch[displaySymbol]();
    expect(bundle["text/plain"]).toBe("Batch of 4: images [4, 2, 3, 1] float32, labels [4] int32, values -1 … -0.82");
    expect(bundle["text/html"]).toContain("bee");
    batch.dispose();
  });

  test("in words after its turn", async () => {
    const batch = await loader(toys(5), { batchSize: 4 }).first();
    batch.dispose();
    expect((await batch[displaySymbol]())["text/plain"]).toContain("disposed: look at it inside the loop, or at loader.first()");
  });
});
