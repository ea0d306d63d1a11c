import fc from "fast-check";
import { expect, test } from "vitest";
import { picturePng } from "../../lib/plot/index.ts";
import { pixelsOf } from "./pixels.ts";

const shape = fc.record({
  height: fc.integer({ min: 1, max: 12 }),
  width: fc.integer({ min: 1, max: 12 }),
  channels: fc.constantFrom(1, 3),
});

test("small pictures are enlarged by a whole factor, each pixel a square of its very colour", () =>
  fc.assert(
    fc.asyncProperty(shape, fc.nat(), async ({ height, width, channels }, seed) => {
      const values = Uint8Array.from({ length: height * width * channels }, (_, place) => (place * 89 + seed) % 256);
      const file = await pixelsOf(picturePng({ values, height, width, channels }));
      const factor = Math.floor(200 / Math.max(height, width));
      expect([file.height, file.width]).toEqual([height * factor, width * factor]);
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const at = (((y + 1) * factor - 1) * file.width + x * factor) * 3; // the square's lower left corner
          for (let c = 0; c < 3; c++) expect(file.data[at + c]).toBe(values[(y * width + x) * channels + (c % channels)]);
        }
      }
    }),
    { numRuns: 20 },
  ));

test("photos are made smaller by means of blocks, those at the border too", async () => {
  const [height, width] = [3, 1290]; // blocks of 2 × 2, the lower ones 1 × 2
  const values = Uint8Array.from({ length: height * width }, (_, place) => (place % 2 === 0 ? 100 : 200));
  const file = await pixelsOf(picturePng({ values, height, width, channels: 1 }));
  expect([file.height, file.width]).toEqual([2, 645]);
  expect(new Set(file.data)).toEqual(new Set([150]));
});

test("floats are stretched from black to white; what is no number is black, and a flat picture is no error", async () => {
  const of = async (...values: number[]) =>
    (await pixelsOf(picturePng({ values: Float32Array.from(values), height: 1, width: values.length, channels: 1 }))).data;
  const data = await of(-2, 0, 2, Number.NaN);
  const columns = [0, 1, 2, 3].map((x) => data[x * 50 * 3]);
  expect(columns).toEqual([0, 128, 255, 0]);
  expect(new Set(await of(3, 3))).toEqual(new Set([0]));
});
