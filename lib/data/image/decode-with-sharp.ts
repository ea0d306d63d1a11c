import type { Sharp } from "sharp";
import { messageOf } from "../../base/index.ts";
import { BrokenPicture } from "./broken-picture.ts";
import { cmykToRgb, rgbToGrey } from "./colour.ts";
import { allocated, checkSize, type DecodeOptions, mostPixels } from "./decode-options.ts";
import { pictureKind } from "./picture-kind.ts";
import type { Raster } from "./raster.ts";

/**
 * Decodes a picture with sharp (libvips): PNG, WebP, GIF, TIFF, AVIF, and JPEG where libjpeg-turbo can't be called. The first frame,
 * upright, colour profiles ignored, transparency dropped, 16 bits cut to the upper 8.
 *
 * Values equal Pillow's, with two exceptions: transparent pixels of a GIF are black, and AVIF with halved colour differs by up to 8 levels.
 *
 * @throws BrokenPicture when the file is damaged
 */
export async function decodeWithSharp(content: Uint8Array, options: DecodeOptions): Promise<Raster> {
  const { name, channels = 3 } = options;
  try {
    const inks = await hasInks(content);
    const picture = await open(content);
    const decoding = inks ? picture.pipelineColourspace("cmyk").toColourspace("cmyk") : picture.removeAlpha().toColourspace("srgb");
    const { data, info } = await decoding.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    const values = allocated(info.height * info.width * channels, options); // [height, width, channels]
    const rgb = inks ? withoutInks(data) : data; // [height, width, 3]
    if (channels === 1) rgbToGrey(rgb, values);
    else values.set(rgb);
    return { values, height: info.height, width: info.width, channels };
  } catch (error) {
    await checkHead(content, name);
    throw new BrokenPicture(name, `its content is damaged (libvips: ${inOneLine(messageOf(error))})`, {
      hint: "Bring the file again, or leave it out: findCorruptImages(folder) lists all such files.",
      cause: error,
    });
  }
}

/** The first frame; warnings of the libraries are let pass, errors are not. */
async function open(content: Uint8Array): Promise<Sharp> {
  const sharp = await loadSharp();
  return sharp(content, { limitInputPixels: mostPixels, failOn: "error", ignoreIcc: true, pages: 1, autoOrient: true });
}

/** sharp, loaded when the first file asks for it: it takes a good part of the time in which a thread starts. */
const loadSharp = async () => (await import("sharp")).default;

/** Whether a picture is stored in cyan, magenta, yellow and black. Only two kinds can be, so that others are spared a look at their head. */
async function hasInks(content: Uint8Array): Promise<boolean> {
  const kind = pictureKind(content);
  return (kind === "tiff" || kind === "jpeg") && (await (await open(content)).metadata()).space === "cmyk";
}

/** @throws BrokenPicture when a picture was not decoded because of its size, which its head tells */
async function checkHead(content: Uint8Array, name: string): Promise<void> {
  const sharp = await loadSharp();
  const head = await sharp(content, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  if (head) checkSize(head, name);
}

/** `[pixels, 4]` → `[pixels, 3]` */
function withoutInks(cmyk: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((cmyk.length / 4) * 3);
  cmykToRgb(cmyk, rgb);
  return rgb;
}

/** libvips writes a line for each of the libraries that it asked. */
const inOneLine = (text: string): string => text.trim().replaceAll(/\s*\n\s*/g, "; ");
