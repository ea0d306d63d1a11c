import { Image } from "../../../lib/data/image/image.ts";

/** The noise that test/fixtures/pixels/make.py makes: a third of it black or white, so that rounding and limits are tried. */
export function noise(height: number, width: number, channels: number): Image {
  const values = Uint8Array.from({ length: height * width * channels }, (_, index) => {
    const mixed = (Math.imul(index, 2654435761) + 12345) >>> 0;
    const value = Math.imul(mixed ^ (mixed >>> 15), 2246822519) >>> 16;
    return value % 3 === 0 ? (Math.floor(value / 3) % 2) * 255 : value % 256;
  });
  return new Image({ values, height, width, channels });
}

/** The noise as floats 0 … 1. */
export function floatNoise(height: number, width: number, channels: number): Image {
  return new Image({ height, width, channels, values: Float32Array.from(noise(height, width, channels).values, (value) => value / 255) });
}
