import { describe } from "../../base/index.ts";
import { Image } from "../image/image.ts";
import { blend, blendTable, throughTables } from "./blend.ts";
import { grey } from "./grayscale.ts";
import { pixelTransform } from "./make.ts";
import type { PixelTransform } from "./transform.ts";

/**
 * Makes a picture darker (below 1) or brighter (above 1); 0 is black, 1 leaves it as it is.
 *
 * The very bytes of Pillow's `ImageEnhance.Brightness`.
 *
 * @throws RangeError unless `factor` is a number of 0 or more
 */
export function brightness(factor: number): PixelTransform {
  expectFactor(factor);
  return pixelTransform({ name: "brightness", options: [factor] }, (image) => adjustBrightness(image, factor));
}

/**
 * Brings values nearer to their mean (below 1) or farther from it (above 1); 0 is plain grey, 1 leaves the picture as it is.
 *
 * The very bytes of Pillow's `ImageEnhance.Contrast`.
 *
 * @throws RangeError unless `factor` is a number of 0 or more
 */
export function contrast(factor: number): PixelTransform {
  expectFactor(factor);
  return pixelTransform({ name: "contrast", options: [factor] }, (image) => adjustContrast(image, factor));
}

/**
 * Makes colours paler (below 1) or stronger (above 1); 0 is grey, 1 leaves the picture as it is.
 *
 * The very bytes of Pillow's `ImageEnhance.Color`.
 *
 * @throws RangeError unless `factor` is a number of 0 or more
 */
export function saturation(factor: number): PixelTransform {
  expectFactor(factor);
  return pixelTransform({ name: "saturation", options: [factor] }, (image) => adjustSaturation(image, factor));
}

export function adjustBrightness(image: Image, factor: number): Image {
  return throughTables(image, [blendTable(0, Math.fround(factor))]);
}

export function adjustContrast(image: Image, factor: number): Image {
  const values = grey(new Image({ ...image, values: image.pixels }));
  let sum = 0;
  for (let pixel = 0; pixel < values.length; pixel++) sum += values[pixel] as number;
  return throughTables(image, [blendTable(Math.trunc(sum / values.length + 0.5), Math.fround(factor))]);
}

export function adjustSaturation(image: Image, factor: number): Image {
  const { pixels, height, width, channels } = image;
  if (channels === 1) return image;
  const share = Math.fround(factor);
  const start = grey(image); // [H, W]
  const values = new Uint8Array(pixels.length); // [H, W, 3]
  for (let index = 0, pixel = 0; index < pixels.length; index += 3, pixel++) {
    const value = start[pixel] as number;
    values[index] = blend(value, pixels[index] as number, share);
    values[index + 1] = blend(value, pixels[index + 1] as number, share);
    values[index + 2] = blend(value, pixels[index + 2] as number, share);
  }
  return new Image({ values, height, width, channels });
}

/** @throws RangeError unless it is a number of 0 or more */
export function expectFactor(factor: unknown): void {
  if (typeof factor === "number" && factor >= 0 && Number.isFinite(factor)) return;
  throw new RangeError(`Expected factor to be a number of 0 or more, 1 for no change, but got ${describe(factor)}`);
}
