import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll } from "vitest";
import { Random } from "../../../lib/base/index.ts";
import { type ImageFolder, imageFolder } from "../../../lib/data/index.ts";

export interface TestPhotos {
  readonly folder: string;
  /** Pictures of 30 … 60 pixels a side, of the classes ant and bee in turn; every fifth is a PNG, which is decoded asynchronously. */
  readonly dataset: ImageFolder;
}

/** Photos for the tests of a file, in a folder that is gone after them. */
export function testPhotos(count: number): TestPhotos {
  const folder = mkdtempSync(join(tmpdir(), "descent-loader-"));
  let dataset: ImageFolder | undefined;
  beforeAll(async () => {
    for (let index = 0; index < count; index++) await writePhoto(folder, index);
    dataset = await imageFolder(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    get dataset() {
      if (!dataset) throw new Error("Expected to be used in a test");
      return dataset;
    },
  };
}

/** Writes one of them, all noise: no two are alike. */
export async function writePhoto(folder: string, index: number, seed = 0): Promise<string> {
  const random = Random.for(seed, "photo", index);
  const [height, width] = [30 + random.integer(30), 30 + random.integer(30)];
  const pixels = Uint8Array.from({ length: height * width * 3 }, () => random.integer(256));
  const path = join(folder, index % 2 === 0 ? "ant" : "bee", `${index}.${index % 5 === 4 ? "png" : "jpg"}`);
  mkdirSync(join(path, ".."), { recursive: true });
  await sharp(pixels, { raw: { height, width, channels: 3 } }).toFile(path);
  return path;
}
