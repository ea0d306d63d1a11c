import { setImmediate } from "node:timers/promises";
import { formatCount, plural, positiveInteger } from "../base/index.ts";
import { decodeImage } from "./image/decode.ts";
import { inParallel } from "./in-parallel.ts";
import { coverSquare } from "./square.ts";

/**
 * Decodes picture files to pixels of one size, `[N, size, size, 3]`: as `decodeImage` does, then scaled and cut to a square around the
 * centre.
 *
 * @throws BrokenPicture when a file can't be decoded; the message names it
 */
export async function decodeImages(
  files: readonly Uint8Array[],
  { size, ids }: { readonly size: number; readonly ids: readonly string[] },
): Promise<Uint8Array> {
  positiveInteger({ size });
  if (files.length !== ids.length) {
    throw new RangeError(`Expected one file an id, ${formatCount(ids.length)}, but got ${plural(files.length, "file")}.`);
  }
  const volume = size * size * 3;
  const pixels = new Uint8Array(files.length * volume); // [N, size, size, 3]
  await inParallel(files.length, async (index) => {
    await setImmediate(); // a turn of the event loop, for a press of Stop: JPEG is decoded without one
    const image = await decodeImage(files[index] as Uint8Array, { name: ids[index] as string });
    pixels.set(coverSquare(image, size).pixels, index * volume);
  });
  return pixels;
}
