import sharp from "sharp";
import { colours } from "../../lib/plot/index.ts";

/** A picture file as pixels `[height, width, 3]`. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Decodes a picture file, given as bytes or in base64. */
export async function pixelsOf(file: Buffer | unknown): Promise<Pixels> {
  const bytes = Buffer.isBuffer(file) ? file : Buffer.from(String(file), "base64");
  const { data, info } = await sharp(bytes).removeAlpha().toColourspace("srgb").raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** How many pixels have a colour of the palette, and the box that holds them. */
export function find({ data, width }: Pixels, colour: keyof typeof colours) {
  const wanted = [1, 3, 5].map((place) => Number.parseInt(colours[colour].slice(place, place + 2), 16));
  const found = { count: 0, left: Infinity, right: -1, top: Infinity, bottom: -1 };
  for (let pixel = 0; pixel < data.length / 3; pixel++) {
    if (!wanted.every((value, channel) => Math.abs(value - (data[3 * pixel + channel] ?? 0)) < 8)) continue;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    found.count++;
    found.left = Math.min(found.left, x);
    found.right = Math.max(found.right, x);
    found.top = Math.min(found.top, y);
    found.bottom = Math.max(found.bottom, y);
  }
  return found;
}
