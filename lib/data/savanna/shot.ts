import sharp, { type JpegOptions } from "sharp";
import type { Random } from "../../base/index.ts";
import type { Species } from "./animals/animal.ts";
import { drawExposure, expose } from "./camera.ts";
import { printStrip } from "./info-strip.ts";
import { drawLandscape } from "./landscape.ts";
import type { Light } from "./light.ts";
import { drawScene } from "./scene.ts";

/** One press of a camera's shutter. */
export interface Shot {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  readonly light: Light;
  /** The animals, the nearest first; none for an empty landscape. */
  readonly cast: readonly Species[];
  /** A new generator of what stays where the camera stands, always with the same numbers. */
  readonly place: () => Random;
  /** A new generator for a part of what happened then (`grass`, `animal 0`, …), always with the same numbers. */
  readonly event: (part: string) => Random;
  /** Which picture of a burst this is, from 0. */
  readonly frame: number;
  /** Date and time as printed below the picture; some cameras print none. */
  readonly strip: string | undefined;
}

/** Paints what the camera saw. @returns red, green and blue, `[height, width, 3]` */
export async function paint({ width, height, light, cast, place, event, frame, strip }: Shot): Promise<Uint8Array> {
  const units = Number(((100 * width) / height).toFixed(1)); // the picture is 100 units high
  const land = drawLandscape({ place: place(), moment: event("moment"), light, width: units });
  const scene = drawScene({ land, light, cast, frame, randomOf: (actor) => event(`animal ${actor}`) });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${units} 100" preserveAspectRatio="none">${scene}</svg>`;
  const pixels = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer(); // [height, width, 3]
  expose(pixels, { width, light, exposure: drawExposure(event("exposure"), light), random: event(`noise ${frame}`) });
  if (strip) printStrip(pixels, { width, text: strip });
  return pixels;
}

/** Encodes pixels `[height, width, 3]` as a JPEG file without metadata. */
export async function encodeJpeg(
  pixels: Uint8Array,
  { width, height, ...options }: { readonly width: number; readonly height: number } & JpegOptions,
): Promise<Uint8Array> {
  return await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg(options)
    .toBuffer();
}
