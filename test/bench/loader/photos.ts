import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inParallel } from "../../../lib/data/in-parallel.ts";
import { imageFolder } from "../../../lib/data/index.ts";
import { drawPicture } from "../../../lib/data/savanna/picture.ts";

/** JPEG files that every contender loads. */
export interface Photos {
  readonly paths: readonly string[];
  /** What they show, and how many. */
  readonly title: string;
}

/** Photos of monkeys of about 50,000 pixels where the mirror of data sets has them; else pictures of that size, drawn into the folder. */
export async function findPhotos(folder: string, most: number): Promise<Photos> {
  const mirror = process.env["DESCENT_DATASETS"];
  const monkeys = mirror ? await imageFolder(join(mirror, "monkey-species", "train")).catch(() => undefined) : undefined;
  if (monkeys) {
    const paths = monkeys.paths.slice(0, most);
    return { paths, title: `${paths.length} photos of monkeys` };
  }
  const count = Math.min(most, 512);
  const paths = Array.from({ length: count }, (_, index) => join(folder, "photos", `${index}.jpg`));
  await mkdir(join(folder, "photos"), { recursive: true });
  await inParallel(count, async (index) => {
    const { jpeg } = await drawPicture("bench/loader", index, { size: 224 });
    await writeFile(paths[index] ?? "", jpeg);
  });
  return { paths, title: `${count} drawn pictures of 224 × 224 pixels, for DESCENT_DATASETS has no photos` };
}
