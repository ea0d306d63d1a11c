import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { ImageDataset } from "../../lib/data/image-dataset.ts";
import type { ImageDatasetParts } from "../../lib/data/image-dataset-parts.ts";
import { displaySymbol } from "../../lib/plot/index.ts";
import { toys } from "./toys.ts";

describe("an image data set", () => {
  test("gives a picture with its id and label", () => {
    const dataset = toys(5);
    const { id, label, image } = dataset.get(3);
    expect([id, label, image.shape, image.pixels]).toEqual(["toy-3", 0, [2, 3, 1], Uint8Array.of(18, 19, 20, 21, 22, 23)]);
  });

  test("gives no label where labels are hidden", () => {
    expect(toys(5, { labels: undefined }).get(1)).not.toHaveProperty("label");
  });

  test("says which places there are", () => {
    expect(() => toys(5).get(5)).toThrow("Expected an index between 0 and 4, for there are 5 pictures, but got 5");
    expect(() => toys(5).get(1.5)).toThrow("but got 1.5");
  });

  test("takes the first pictures", () => {
    expect(toys(5).take(2).ids).toEqual(["toy-0", "toy-1"]);
    expect(() => toys(5).take(6)).toThrow("Expected count to be at most 5, for that many pictures are there, but got 6");
  });

  test("takes any pictures in any order, each with its own id, label and pixels", () => {
    const dataset = toys(12);
    const places = fc.uniqueArray(fc.nat(11));
    fc.assert(
      fc.property(places, (indices) => {
        const chosen = dataset.subset(indices);
        expect(chosen.length).toBe(indices.length);
        indices.forEach((index, row) => {
          expect(chosen.get(row)).toEqual(dataset.get(index));
        });
      }),
    );
  });

  test("counts its classes", () => {
    expect(toys(5).counts()).toEqual([2, 2, 1]);
    expect(toys(5, { labels: undefined }).counts()).toBeUndefined();
  });
});

describe("parts that don't fit are refused with wanted and got", () => {
  test.each<[string, Partial<ImageDatasetParts>, string]>([
    ["pixels", { pixels: new Uint8Array(25) }, "Expected 30 pixel values, [5, 2, 3, 1], but got 25, which is 4.17 pictures for 5 ids."],
    ["floats", { pixels: new Float32Array(30) as unknown as Uint8Array }, "floats in 0 … 1? Multiply by 255 and round."],
    ["labels", { labels: Int32Array.of(0, 1, 2) }, "Expected one label a picture, 5, but got 3."],
    ["classes", { labels: Int32Array.of(1, 2, 3, 1, 2) }, "Expected labels between 0 and 2 but got 3 at index 2."],
    ["ids", { ids: ["a", "b", "c", "b", "e"] }, 'Expected each picture once but got "b" more than once'],
    ["channels", { channels: 2 }, "Expected channels to be one of 1, 3 but got 2"],
  ])("%s", (_what, parts, message) => {
    expect(() => toys(5, parts)).toThrow(message);
  });
});

describe("a data set made of files", () => {
  const flat = (red: number, width = 20, height = 10): Promise<Uint8Array> =>
    sharp({ create: { width, height, channels: 3, background: { r: red, g: 0, b: 0 } } })
      .png()
      .toBuffer();
  const parts = { id: "files", split: "test", classes: ["a"], size: 4 };

  test("has each file's picture in its place, cut to a square", async () => {
    const files = await Promise.all([flat(10), flat(200, 6, 6), flat(90, 5, 40)]);
    const dataset = await ImageDataset.fromEncoded({ ...parts, ids: ["x", "y", "z"], files });
    expect([dataset.height, dataset.width, dataset.channels]).toEqual([4, 4, 3]);
    expect([0, 1, 2].map((index) => Array.from(dataset.get(index).image.pixels.subarray(0, 3)))).toEqual([
      [10, 0, 0],
      [200, 0, 0],
      [90, 0, 0],
    ]);
  });

  test("names the picture that can't be decoded", async () => {
    const files = [await flat(10), Buffer.from("no picture")];
    await expect(ImageDataset.fromEncoded({ ...parts, ids: ["x", "y"], files })).rejects.toThrow(
      'Expected y to be a picture but it is text that begins with "no picture"',
    );
  });

  test("turns grey files into three channels and drops transparency", async () => {
    const grey = await sharp(Buffer.alloc(16, 77), { raw: { width: 4, height: 4, channels: 1 } })
      .png()
      .toBuffer();
    const clear = await sharp({ create: { width: 4, height: 4, channels: 4, background: { r: 250, g: 250, b: 250, alpha: 0 } } })
      .png()
      .toBuffer();
    const dataset = await ImageDataset.fromEncoded({ ...parts, ids: ["grey", "clear"], files: [grey, clear] });
    expect(Array.from(dataset.get(0).image.pixels.subarray(0, 3))).toEqual([77, 77, 77]);
    expect(Array.from(dataset.get(1).image.pixels.subarray(0, 3))).toEqual([250, 250, 250]);
  });

  test("wants a file for each id", async () => {
    await expect(ImageDataset.fromEncoded({ ...parts, ids: ["x", "y"], files: [] })).rejects.toThrow(
      "Expected one file an id, 2, but got 0 files.",
    );
  });
});

describe("how it shows itself", () => {
  test("is a contact sheet with each class and its count, and words that say the same", () => {
    const bundle = toys(5)[displaySymbol]();
    expect(bundle["text/plain"]).toBe("toys (train): 5 pictures of 2 × 3 pixels, grey; 3 classes: ant 2, bee 2, cat 1");
    const titles = Array.from(String(bundle["text/html"]).matchAll(/alt="([^"]*)"/g), ([, title]) => title);
    expect(titles).toEqual(["ant 2", "ant 2", "bee 2", "bee 2", "cat 1"]);
    expect(bundle["text/html"]).toContain("toys (train): 5 pictures");
  });

  test("says that classes are hidden where they are", () => {
    expect(String(toys(5, { labels: undefined }))).toContain("classes hidden (ant, bee, cat)");
    expect(toys(5, { labels: undefined })[displaySymbol]()).toHaveProperty(["text/html"]);
  });

  test("is fine with no picture at all", () => {
    expect(toys(5).subset([])[displaySymbol]()["text/plain"]).toContain("0 pictures");
  });

  test("sheet() shows the first pictures under their class or under given titles", () => {
    expect(toys(5).sheet({ count: 2 }).toString()).toMatch(/^2 pictures of .*\nant, bee$/);
    expect(
      toys(5)
        .sheet({ titles: ["one", "two"] })
        .toString(),
    ).toMatch(/\none, two$/);
  });
});
