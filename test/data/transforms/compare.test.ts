import sharp from "sharp";
import { expect, test } from "vitest";
import { Image } from "../../../lib/data/image/image.ts";
import * as T from "../../../lib/data/transforms/index.ts";
import { type ContactSheet, displaySymbol } from "../../../lib/plot/index.ts";
import { noise } from "./pictures.ts";

/** The pictures of a sheet: `[side, side, 4]` each. */
async function picturesOn(sheet: ContactSheet) {
  const html = String((await sheet[displaySymbol]())["text/html"]);
  const files = Array.from(html.matchAll(/src="data:image\/png;base64,([^"]*)"/g), ([, file = ""]) => Buffer.from(file, "base64"));
  return Promise.all(files.map((file) => sharp(file).raw().toBuffer({ resolveWithObject: true })));
}

const titlesOf = (sheet: ContactSheet): string => String(sheet).split("\n").slice(1).join("\n");

test("the original comes first, then each result under its call and size", async () => {
  const sheet = T.compare(noise(20, 30), [T.centerCrop(10), T.normalize({ mean: 0, std: 1 }), T.fiveCrop(12)]);
  expect(titlesOf(sheet)).toMatch(
    /^original 20 × 30, centerCrop\(10\) 10 × 10, normalize\({ mean: 0, std: 1 }\) 20 × 30, 0\.00 … 1\.00(, fiveCrop\(12\) 12 × 12){5}$/,
  );
  expect(await picturesOn(sheet)).toHaveLength(8);
});

test("pixels are seen as they are: small results enlarged to squares, what is around them transparent", async () => {
  const image = noise(4, 8);
  const [original, crop] = await picturesOn(T.compare(image, [T.centerCrop(2)]));
  expect(original?.info).toMatchObject({ width: 8, height: 8, channels: 4 });
  const at = (data: Buffer | undefined, y: number, x: number) => [...(data?.subarray((y * 8 + x) * 4, (y * 8 + x) * 4 + 4) ?? [])];
  expect(at(original?.data, 0, 0)).toEqual([0, 0, 0, 0]);
  expect(at(original?.data, 2, 5)).toEqual([...image.values.subarray(15, 18), 255]);
  for (const [y, x] of [
    [0, 0],
    [3, 3],
    [1, 2],
  ] as const)
    expect(at(crop?.data, y, x)).toEqual([...image.values.subarray((1 * 8 + 3) * 3, (1 * 8 + 3) * 3 + 3), 255]);
});

test("large photos are made smaller, so that a page stays light", async () => {
  const [photo] = await picturesOn(T.compare(noise(300, 600), []));
  expect(photo?.info).toMatchObject({ width: 144, height: 144 });
});

test("several draws of one transform differ, are the same next time, and other ones from another seed", () => {
  const image = noise(16, 16);
  const sheet = (seed?: number) =>
    JSON.stringify(T.compare(image, T.randomRotation(60), { times: 8, ...(seed !== undefined && { seed }) })[displaySymbol]());
  expect(new Set(Array.from(sheet().matchAll(/base64,([^"\\]*)/g), ([, file]) => file)).size).toBe(9);
  expect(sheet()).toBe(sheet());
  expect(sheet(1)).not.toBe(sheet());
});

test("the call of one transform that is drawn several times stands above the sheet", () =>
  expect(String(T.compare(noise(8, 8), T.randomCrop(6), { times: 2 }))).toBe(
    "randomCrop(6): 3 pictures of 8 × 8 pixels, in colour\noriginal 8 × 8, 1 6 × 6, 2 6 × 6",
  ));

test("floats beyond 0 … 1 are stretched, those within are not", async () => {
  const image = new Image({ values: Uint8Array.of(0, 51, 102, 204), height: 2, width: 2, channels: 1 });
  const reds = (await picturesOn(T.compare(image, [T.toTensor(), T.normalize({ mean: 0.4, std: 0.1 })]))).map(({ data }) =>
    [0, 4, 8, 12].map((place) => data[place]),
  );
  expect(reds).toEqual([
    [0, 51, 102, 204],
    [0, 51, 102, 204],
    [0, 64, 128, 255],
  ]);
});

test("says what is no transform, and that times is a positive number", () => {
  expect(() => T.compare(noise(2, 2), [T.invert as never])).toThrow("Expected transforms but got the function invert at place 0: call it");
  expect(() => T.compare(noise(2, 2), T.invert(), { times: 0 })).toThrow("Expected times to be a positive integer but got 0");
});
