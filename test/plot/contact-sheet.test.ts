import fc from "fast-check";
import sharp from "sharp";
import { expect, test } from "vitest";
import { type ContactSheet, contactSheet, displaySymbol } from "../../lib/plot/index.ts";

const htmlOf = (sheet: ContactSheet): string => String(sheet[displaySymbol]()["text/html"]);
const filesIn = (html: string): Buffer[] =>
  Array.from(html.matchAll(/src="data:image\/png;base64,([^"]*)"/g), ([, file = ""]) => Buffer.from(file, "base64"));

test("every picture lies on the sheet with its very pixels, in their order", () =>
  fc.assert(
    fc.asyncProperty(
      fc.record({
        count: fc.integer({ min: 1, max: 7 }),
        height: fc.integer({ min: 1, max: 9 }),
        width: fc.integer({ min: 1, max: 9 }),
        channels: fc.constantFrom(1, 3, 4),
      }),
      async ({ count, height, width, channels }) => {
        const volume = height * width * channels;
        const pixels = Uint8Array.from({ length: count * volume + 3 }, (_, index) => (index * 37) % 251).subarray(3); // a view into more
        const files = filesIn(htmlOf(contactSheet({ pixels, height, width, channels })));
        expect(files).toHaveLength(count);
        for (const [index, file] of files.entries()) {
          const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
          expect([info.height, info.width]).toEqual([height, width]);
          const step = info.channels / channels; // sharp gives grey as three equal channels
          expect([...data].filter((_, value) => value % step === 0)).toEqual([...pixels.subarray(index * volume, (index + 1) * volume)]);
        }
      },
    ),
    { numRuns: 25 },
  ));

test("small pictures are enlarged by a whole factor and stay sharp, large photos are made smaller smoothly", () => {
  const small = htmlOf(contactSheet({ pixels: new Uint8Array(8 * 784), height: 28, width: 28, channels: 1 }));
  expect(small).toContain("max-width:84px;height:auto;image-rendering:pixelated");
  const photos = htmlOf(contactSheet({ pixels: new Uint8Array(2 * 224 * 224 * 3), height: 224, width: 224, channels: 3 }));
  expect(photos).toContain("max-width:96px");
  expect(photos).not.toContain("pixelated");
});

test("pictures are as large as the sheet's side says", () => {
  const sheet = (options: object) => htmlOf(contactSheet({ pixels: new Uint8Array(784), height: 28, width: 28, channels: 1, ...options }));
  expect(sheet({ side: 196 })).toContain("max-width:196px");
  expect(sheet({ side: 14 })).toContain("max-width:14px");
  expect(() => sheet({ side: 0 })).toThrow("Expected side to be a positive integer but got 0");
});

test("rows hold what the page has room for, or the wanted columns, which grow no wider than their titles need", () => {
  const pixels = new Uint8Array(4 * 784);
  const of = (options: object) => htmlOf(contactSheet({ pixels, height: 28, width: 28, channels: 1, ...options }));
  expect(of({})).toContain("grid-template-columns:repeat(auto-fill,84px)");
  expect(of({ columns: 2 })).toContain("grid-template-columns:repeat(2,minmax(0,84px))");
  expect(of({ titles: ["twenty letters or so"] })).toContain("repeat(auto-fill,128px)");
  expect(of({ titles: ["very long".repeat(50)] })).toContain("repeat(auto-fill,160px)");
});

test("titles stand above their pictures, line by line, on the sheet and in words; a tag stays text", () => {
  const sheet = contactSheet({
    pixels: new Uint8Array(3 * 784),
    height: 28,
    width: 28,
    channels: 1,
    titles: ["a <b>boot", "shirt\nnot a coat"],
    title: "Mistakes & more",
  });
  const html = htmlOf(sheet);
  expect(html).toContain("Mistakes &#38; more");
  expect(html).toMatch(/>a &#60;b&#62;boot<\/span><img .*>shirt<\/span><span .*>not a coat<\/span><img .*alt="picture 3"/);
  expect(html).not.toContain("<b>");
  expect(sheet.toString()).toBe("Mistakes & more: 3 pictures of 28 × 28 pixels, grey\na <b>boot, shirt not a coat");
});

test("an empty sheet says so", () => {
  const sheet = contactSheet({ pixels: new Uint8Array(0), height: 28, width: 28, channels: 1 });
  expect(htmlOf(sheet)).toContain("no pictures");
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
