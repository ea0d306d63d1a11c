import sharp from "sharp";
import { formatCount, messageOf, plural, positiveInteger } from "../base/index.ts";
import { inParallel } from "./in-parallel.ts";

/**
 * Decodes JPEG, PNG or WebP files to pixels of one size, `[N, size, size, 3]`: turned upright as EXIF says, cut to a square around the
 * centre, transparency on black.
 *
 * @throws RangeError when a file can't be decoded; the message names it
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
    try {
      const decoded = await sharp(files[index] ?? new Uint8Array())
        .rotate()
        .flatten({ background: "black" })
        .toColourspace("srgb")
        .resize(size, size, { fit: "cover" })
        .raw()
        .toBuffer();
      pixels.set(decoded, index * volume);
    } catch (error) {
      throw new RangeError(`Expected picture ${ids[index]} to be a JPEG, PNG or WebP file but it can't be decoded: ${messageOf(error)}`, {
        cause: error,
      });
    }
  });
  return pixels;
}
