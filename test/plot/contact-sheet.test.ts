import fc from "fast-check";
import sharp from "sharp";
import { expect, test } from "vitest";
import { contactSheet, type Figure } from "../../lib/plot/index.ts";

const sheetPicture = (sheet: Figure): Buffer =>
  Buffer.from(String(sheet.data[0]?.["source"]).replace("data:image/png;base64,", ""), "base64");

test("every picture lies on the sheet with its very pixels, in rows, on white", () =>
  fc.assert(
    fc.asyncProperty(
      fc.record({
        count: fc.integer({ min: 1, max: 7 }),
        height: fc.integer({ min: 1, max: 9 }),
        width: fc.integer({ min: 1, max: 9 }),
        channels: fc.constantFrom(1, 3, 4),
        columns: fc.integer({ min: 1, max: 4 }),
      }),
      async ({ count, height, width, channels, columns }) => {
        const pixels = Uint8Array.from({ length: count * height * width * channels }, (_, index) => (index * 37) % 251);
        const sheet = contactSheet({ pixels, height, width, channels, columns });
        const { data, info } = await sharp(sheetPicture(sheet)).raw().toBuffer({ resolveWithObject: true });
        expect(info.channels).toBe(channels === 1 ? 3 : channels); // sharp gives grey as three equal channels
        const [cellWidth, cellHeight] = [info.width / columns, info.height / Math.ceil(count / columns)];
        const step = info.channels;
        for (let index = 0; index < count; index++) {
          const [left, top] = [(index % columns) * cellWidth, Math.floor(index / columns) * cellHeight];
          for (let y = 0; y < height; y++) {
            for (let x = 0; x < width; x++) {
              const at = ((top + y) * info.width + left + x) * step;
              const from = ((index * height + y) * width + x) * channels;
              expect([...data.subarray(at, at + channels)]).toEqual([...pixels.subarray(from, from + channels)]);
            }
          }
          expect(data[(top * info.width + left + width) * step]).toBe(255); // the space beside it
        }
      },
    ),
    { numRuns: 25 },
  ));

test("small pictures are enlarged by a whole factor and stay sharp, large photos are made smaller smoothly", () => {
  const small = contactSheet({ pixels: new Uint8Array(8 * 784), height: 28, width: 28, channels: 1 });
  expect(small.data[0]).toMatchObject({ zsmooth: false });
  expect((Number(small.layout["width"]) - 24) % (3 * 8)).toBe(0);
  const photos = contactSheet({ pixels: new Uint8Array(2 * 224 * 224 * 3), height: 224, width: 224, channels: 3 });
  expect(photos.data[0]).toMatchObject({ zsmooth: "fast" });
  expect(photos.layout["width"]).toBeLessThan(2 * 224);
});

test("titles stand above their pictures, in words and on the sheet; a tag stays text, a long one is cut", () => {
  const sheet = contactSheet({
    pixels: new Uint8Array(3 * 784),
    height: 28,
    width: 28,
    channels: 1,
    titles: ["a <b>boot", `shirt\nnot ${"very ".repeat(20)}coat`],
    title: "Mistakes",
  });
  const marks = sheet.layout["annotations"] as { text: string; x: number; y: number }[];
  expect(marks.map(({ text }) => text)).toEqual(["a &lt;b>boot", expect.stringMatching(/^shirt<br>not very very .*…$/)]);
  expect(marks[1]?.x).toBeGreaterThan(marks[0]?.x ?? 0);
  expect(sheet.toString()).toMatch(/^Mistakes: 3 pictures of 28 × 28 pixels, grey\na <b>boot, shirt not very/);
});

test("an empty sheet says so", () => {
  const sheet = contactSheet({ pixels: new Uint8Array(0), height: 28, width: 28, channels: 1 });
  expect(sheet.data).toEqual([]);
  expect(sheet.layout["annotations"]).toMatchObject([{ text: "no pictures" }]);
  expect(sheet.toString()).toBe("0 pictures of 28 × 28 pixels, grey");
});

test("says what is wrong with pixels, channels, titles and too many pictures", () => {
  const of = (length: number, options = {}) =>
    contactSheet({ pixels: new Uint8Array(length), height: 2, width: 2, channels: 1, ...options });
  expect(() => of(6)).toThrow("Expected pixels of whole pictures (N × 2 × 2 × 1) but got 6 values, which is 1.50 pictures");
  expect(() => of(4, { channels: 2 })).toThrow("Expected channels to be one of 1, 3, 4 but got 2");
  expect(() => of(4, { titles: ["a", "b"] })).toThrow("Expected at most 1 title, one a picture, but got 2");
  expect(() => of(4, { columns: 0 })).toThrow("Expected columns to be a positive integer but got 0");
  expect(() => of(4004)).toThrow("Expected at most 400 pictures on a sheet but got 1,001: choose some");
});
