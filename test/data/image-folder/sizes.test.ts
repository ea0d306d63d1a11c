import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { imageFolder } from "../../../lib/data/image-folder/index.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "descent-sizes-"));
  await mkdir(join(folder, "cat"));
  const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: "#888888" } });
  await picture(40, 30).png().toFile(join(folder, "cat/1.png"));
  await picture(40, 30).withMetadata({ orientation: 6 }).jpeg().toFile(join(folder, "cat/2.jpg"));
  await writeFile(join(folder, "cat/3.jpg"), "no picture");
});
afterAll(() => rm(folder, { recursive: true }));

test("sizes are those of upright pictures; a file that is none is left out", async () => {
  const cats = await imageFolder(folder);
  expect(cats.length).toBe(3);
  expect(await cats.sizes()).toEqual([
    { width: 40, height: 30 },
    { width: 30, height: 40 },
  ]);
});
