import { totalmem } from "node:os";
import { formatBytes, formatCount, positiveInteger } from "../../base/index.ts";
import { progress } from "../../plot/index.ts";
import { ImageDataset } from "../image-dataset.ts";
import { inParallel } from "../in-parallel.ts";
import { coverSquare } from "../square.ts";
import type { ImageFolder } from "./image-folder.ts";

/** Decodes all pictures of a folder to squares of one size, in memory. @throws RangeError when they would take more than half of it */
export async function toMemory(folder: ImageFolder, size: number): Promise<ImageDataset> {
  positiveInteger({ size });
  const { id, split, classes, ids, labels, groups, channels } = folder;
  const volume = size * size * channels;
  const bytes = folder.length * volume;
  if (bytes > totalmem() / 2) {
    throw new RangeError(
      `Expected pictures that fit into half of the memory, ${formatBytes(totalmem() / 2)}, but ${formatCount(folder.length)} of ${size} × ${size} ` +
        `pixels take ${formatBytes(bytes)}: choose a smaller size, take(some), or let a loader read the files.`,
    );
  }
  const pixels = new Uint8Array(bytes); // [N, size, size, channels]
  const bar = progress({ title: `Reading ${id} (${split})`, total: folder.length, unit: "picture" });
  try {
    await inParallel(folder.length, async (index) => {
      const { image } = await folder.get(index);
      pixels.set(coverSquare(image, size).pixels, index * volume);
      bar.advance();
    });
  } catch (error) {
    bar.fail();
    throw error;
  }
  bar.done();
  return new ImageDataset({ id, split, classes, ids, labels, groups, height: size, width: size, channels, pixels });
}
