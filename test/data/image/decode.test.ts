import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { projectRoot } from "../../../lib/base/index.ts";
import { decodeImage, readImage } from "../../../lib/data/image/decode.ts";
import { decodeWithSharp } from "../../../lib/data/image/decode-with-sharp.ts";
import { Image } from "../../../lib/data/image/image.ts";
import { turboJpeg } from "../../../lib/data/image/turbojpeg.ts";

const folder = join(projectRoot, "test/fixtures/decode");
const fixture = (name: string): Buffer<ArrayBuffer> => Buffer.from(readFileSync(join(folder, name)));

/** What Pillow decodes each of the files to; made by test/fixtures/decode/make.py. */
const { pictures } = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as {
  readonly pictures: Readonly<
    Record<string, { readonly height: number; readonly width: number; readonly rgb: string; readonly grey: string }>
  >;
};
const names = Object.keys(pictures);

/** The largest difference between two lists of bytes. */
function farthest(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] as number))), 0);
}

describe("pictures of every kind have Pillow's values", () => {
  test("all files of the folder are compared", () => {
    expect(
      readdirSync(folder)
        .filter((name) => !/\.(py|json)$/.test(name))
        .sort(),
    ).toEqual([...names].sort());
  });

  test.each(names)("%s", async (name) => {
    const { height, width, rgb, grey } = pictures[name] as (typeof pictures)[string];
    const colour = await decodeImage(fixture(name), { name });
    expect(colour.shape).toEqual([height, width, 3]);
    expect(farthest(colour.pixels, Buffer.from(rgb, "base64"))).toBe(0);
    const dull = await decodeImage(fixture(name), { name, channels: 1 });
    expect(dull.shape).toEqual([height, width, 1]);
    expect(farthest(dull.pixels, Buffer.from(grey, "base64"))).toBe(0);
  });

  test.each(names.filter((name) => name.endsWith(".jpg")))("%s, by sharp alone, as on macOS and Windows", async (name) => {
    const { height, width, rgb } = pictures[name] as (typeof pictures)[string];
    const raster = await decodeWithSharp(fixture(name), { name });
    expect([raster.height, raster.width]).toEqual([height, width]);
    expect(farthest(raster.values, Buffer.from(rgb, "base64"))).toBe(0);
  });
});

test("on Linux JPEG is decoded at once, with no promise between", () => {
  expect(turboJpeg() !== undefined).toBe(process.platform === "linux");
  expect(decodeImage(fixture("progressive.jpg"), { name: "p" }) instanceof Promise).toBe(process.platform !== "linux");
});

test.each(["baseline-420.jpg", "orientation-6.jpg", "cmyk.jpg", "plain.png"])(
  "%s goes into the memory that allocate gives",
  async (name) => {
    const shared = new Uint8Array(new SharedArrayBuffer(4000));
    const image = await decodeImage(fixture(name), { name, allocate: (bytes) => shared.subarray(8, 8 + bytes) });
    expect(image.pixels.buffer).toBe(shared.buffer);
    expect(Buffer.from(image.pixels).toString("base64")).toBe(pictures[name]?.rgb);
  },
);

test("too little memory is refused before anything is written", () => {
  expect(() => decodeImage(fixture("baseline-420.jpg"), { name: "j", allocate: (bytes) => new Uint8Array(bytes - 1) })).toThrow(
    "Expected allocate to give 1,482 bytes but got 1,481",
  );
});

test("an EXIF part in Intel's byte order, padded, after other marks, is read", async () => {
  const plain = fixture("baseline-444.jpg");
  const tiff = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
  const body = Buffer.concat([Buffer.from("Exif\0\0"), tiff]);
  const app1 = Buffer.from([0xff, 0xff, 0xe1, 0, body.length + 2]);
  const turned = await decodeImage(Buffer.concat([plain.subarray(0, 20), app1, body, plain.subarray(20)]), { name: "t" });
  const upright = await decodeImage(plain, { name: "u" });
  expect(turned.shape).toEqual([upright.width, upright.height, 3]);
  // A quarter turn clockwise: the first row was the first column, from below.
  expect(Array.from(turned.pixels.subarray(0, 3))).toEqual(Array.from(upright.pixels.subarray(-upright.width * 3).subarray(0, 3)));
});

describe("what is no whole picture is refused by its name", () => {
  const jpeg = fixture("baseline-420.jpg");
  const png = fixture("plain.png");

  test.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(), "Expected a.jpg to be a picture but it is empty (0 bytes)"],
    ["text", Buffer.from("once upon a time"), 'it is text that begins with "once upon a time"'],
    ["a web page", Buffer.from("<!DOCTYPE html><title>404</title>"), "it is a web page: a download that went wrong?"],
    ["a drawing", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), "it is an SVG drawing, which has no pixels"],
    ["a pointer of Git LFS", Buffer.from("version https://git-lfs.github.com/spec/v1\n"), "git lfs pull brings it"],
    ["zeros", new Uint8Array(1000), "it begins with nothing but zeros"],
    ["noise", Uint8Array.of(1, 2, 3, 250), "it begins with the bytes 01 02 03 fa, which no known kind of picture does"],
    ["a JPEG cut in the middle", jpeg.subarray(0, jpeg.length - 200), "it is cut off"],
    ["a JPEG cut in its head", jpeg.subarray(0, 100), "it is cut off"],
    ["the first bytes of a JPEG", jpeg.subarray(0, 3), "it is cut off"],
    [
      "a JPEG with bytes overwritten",
      Buffer.concat([jpeg.subarray(0, -250), Buffer.alloc(200, "ff00", "hex"), jpeg.subarray(-50)]),
      "its content is damaged",
    ],
    ["a PNG cut in the middle", png.subarray(0, png.length / 2), "its content is damaged"],
    ["a GIF cut in the middle", fixture("animated.gif").subarray(0, 300), "its content is damaged"],
    ["a WebP cut in the middle", fixture("lossy.webp").subarray(0, 100), "its content is damaged"],
    ["a TIFF cut in the middle", fixture("lzw.tif").subarray(0, 300), "its content is damaged"],
    ["a PNG with nothing behind its signature", png.subarray(0, 8), "its content is damaged"],
    ["a JPEG of 60,000 × 60,000 pixels", hugeJpeg(), "it says that it has 60,000 × 60,000 pixels; at most 89,478,485 are decoded"],
    ["a PNG of 60,000 × 60,000 pixels", hugePng(), "it says that it has 60,000 × 60,000 pixels; at most 89,478,485 are decoded"],
  ])("%s", async (_what, content, message) => {
    const decoding = (async () => decodeImage(content, { name: "a.jpg" }))();
    await expect(decoding).rejects.toMatchObject({ name: "BrokenPicture", picture: "a.jpg", hint: expect.any(String) });
    await expect(decoding).rejects.toThrow(message);
    await expect(decoding).rejects.toThrow("a.jpg");
  });

  function hugeJpeg(): Uint8Array {
    const changed = Buffer.from(fixture("baseline-420.jpg"));
    const frame = changed.indexOf(Buffer.from([0xff, 0xc0]));
    changed.writeUInt16BE(60_000, frame + 5);
    changed.writeUInt16BE(60_000, frame + 7);
    return changed;
  }

  function hugePng(): Uint8Array {
    const changed = Buffer.from(fixture("plain.png"));
    changed.writeUInt32BE(60_000, 16);
    changed.writeUInt32BE(60_000, 20);
    changed.writeUInt32BE(crc32(changed.subarray(12, 29)), 29);
    return changed;
  }
});

test("whatever happens to a file, it is a picture or it is refused by its name, and leaves nothing behind for the next one", () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 20 }),
      async (name, kept, changes) => {
        const content = fixture(name).subarray(0, Math.ceil(fixture(name).length * kept));
        for (const [place, byte] of changes) if (content.length > 0) content[place % content.length] = byte;
        const decoded = await (async () => decodeImage(content, { name }))().catch((error: unknown) => error);
        if (decoded instanceof Image) expect(decoded.pixels.length).toBe(decoded.height * decoded.width * 3);
        else expect(decoded).toMatchObject({ name: "BrokenPicture", picture: name });
        const next = await decodeImage(fixture("baseline-420.jpg"), { name: "next" });
        expect(Buffer.from(next.pixels).toString("base64")).toBe(pictures["baseline-420.jpg"]?.rgb);
      },
    ),
    { numRuns: 200 },
  ));

test("bytes behind a whole JPEG, as cameras leave them, do no harm", async () => {
  const whole = await decodeImage(fixture("baseline-420.jpg"), { name: "whole" });
  const longer = await decodeImage(Buffer.concat([fixture("baseline-420.jpg"), Buffer.alloc(500, 7)]), { name: "longer" });
  expect(farthest(longer.pixels, whole.pixels)).toBe(0);
});

describe("readImage", () => {
  test("names the file that is not there", async () => {
    await expect(readImage("/nowhere/lion.jpg")).rejects.toThrow("Expected /nowhere/lion.jpg to be a picture but it can't be read: ENOENT");
  });

  test("reads a file by its content, not by its name", async () => {
    const home = await mkdtemp(join(tmpdir(), "descent-decode-"));
    onTestFinished(() => rm(home, { recursive: true }));
    await writeFile(join(home, "Löwe im Gras.png"), fixture("grey.jpg"));
    expect((await readImage(join(home, "Löwe im Gras.png"), { channels: 1 })).shape).toEqual([19, 26, 1]);
  });
});
