import { readFile } from "node:fs/promises";
import { messageOf, oneOf } from "../../base/index.ts";
import { BrokenPicture } from "./broken-picture.ts";
import { decodeJpeg } from "./decode-jpeg.ts";
import type { DecodeOptions } from "./decode-options.ts";
import { decodeWithSharp } from "./decode-with-sharp.ts";
import { Image } from "./image.ts";
import { pictureKind, pictureKinds, strangerWords } from "./picture-kind.ts";
import { turboJpeg } from "./turbojpeg.ts";

/**
 * Decodes the content of a picture file, whatever its name says: JPEG, PNG, WebP, GIF, TIFF or AVIF, to bytes in red, green and blue, or
 * in grey. The first frame, upright as EXIF tells; colour profiles are ignored and transparency is dropped.
 *
 * Values equal Pillow's `ImageOps.exif_transpose(Image.open(file)).convert("RGB")`; 16-bit pictures are scaled to 8.
 *
 * @returns the picture at once where libjpeg-turbo decodes it (JPEG on Linux), else a promise of it
 * @throws BrokenPicture when it is no picture, damaged, or larger than the memory should bear: at once or by the promise
 */
export function decodeImage(content: Uint8Array, options: DecodeOptions): Image | Promise<Image> {
  oneOf({ channels: options.channels ?? 3 }, [1, 3]);
  const kind = pictureKind(content);
  if (!kind) {
    throw new BrokenPicture(options.name, strangerWords(content), {
      hint: `Pictures are ${Object.keys(pictureKinds).join(", ")} files. Bring the file again, convert it, or leave it out.`,
    });
  }
  const library = kind === "jpeg" ? turboJpeg() : undefined;
  if (library) return new Image(decodeJpeg(library, content, options));
  return decodeWithSharp(content, options).then((raster) => new Image(raster));
}

/**
 * Reads and decodes a picture file.
 *
 * @throws BrokenPicture when it can't be read or decoded; see `decodeImage`
 * @example
 * const zebra = await readImage("photos/zebra.jpg"); // shows itself
 */
export async function readImage(path: string, options: Partial<DecodeOptions> = {}): Promise<Image> {
  const { name = path } = options;
  const content = await readFile(path).catch((error: unknown) => {
    throw new BrokenPicture(name, `it can't be read: ${messageOf(error)}`, {
      hint: "Is the path right, and may you read the file? Paths are taken from the folder that the notebook runs in.",
      cause: error,
    });
  });
  return decodeImage(content, { ...options, name });
}
