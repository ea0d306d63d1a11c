import { describe } from "../../base/index.ts";
import type { Image } from "../image/image.ts";
import { histogram, throughTables } from "./blend.ts";
import { pixelTransform } from "./make.ts";
import type { PixelTransform } from "./transform.ts";

/** The negative: 255 − value. Pillow's `ImageOps.invert`. */
export function invert(): PixelTransform {
  return pixelTransform({ name: "invert", options: [] }, (image) => throughTables(image, [table((value) => 255 - value)]));
}

/**
 * Keeps the highest bits of each value, 1 … 8: 2 bits leave four steps a channel. Pillow's `ImageOps.posterize`.
 *
 * @throws RangeError unless `bits` is a whole number, 1 … 8
 */
export function posterize(bits: number): PixelTransform {
  if (!Number.isInteger(bits) || bits < 1 || bits > 8) {
    throw new RangeError(`Expected bits to be a whole number between 1 and 8 but got ${describe(bits)}`);
  }
  return pixelTransform({ name: "posterize", options: [bits] }, (image) => posterized(image, bits));
}

/**
 * Inverts all values from a threshold on, as film that got too much light. Pillow's `ImageOps.solarize`.
 *
 * @throws RangeError unless `threshold` lies in 0 … 256
 */
export function solarize(threshold = 128): PixelTransform {
  if (!(threshold >= 0 && threshold <= 256)) {
    throw new RangeError(`Expected threshold to be a number between 0 and 256 but got ${describe(threshold)}`);
  }
  return pixelTransform({ name: "solarize", options: [threshold] }, (image) => solarized(image, threshold));
}

/** Stretches each channel so that its darkest value becomes 0 and its brightest 255. Pillow's `ImageOps.autocontrast`. */
export function autocontrast(): PixelTransform {
  return pixelTransform({ name: "autocontrast", options: [] }, autocontrasted);
}

/** Bends each channel so that all its values come about equally often. Pillow's `ImageOps.equalize`. */
export function equalize(): PixelTransform {
  return pixelTransform({ name: "equalize", options: [] }, equalized);
}

/** @param bits 0 … 8; with 0 all is black, as in randAugment's strongest steps */
export function posterized(image: Image, bits: number): Image {
  return throughTables(image, [table((value) => value & (256 - 2 ** (8 - bits)))]);
}

export function solarized(image: Image, threshold: number): Image {
  return throughTables(image, [table((value) => (value < threshold ? value : 255 - value))]);
}

export function autocontrasted(image: Image): Image {
  return throughTables(image, channelTables(image, stretched));
}

export function equalized(image: Image): Image {
  return throughTables(image, channelTables(image, evened));
}

function stretched(counts: Uint32Array): Uint8Array {
  const low = counts.findIndex((count) => count > 0);
  const high = counts.findLastIndex((count) => count > 0);
  if (high <= low) return table((value) => value);
  const scale = 255 / (high - low);
  const offset = -low * scale;
  return table((value) => Math.min(255, Math.max(0, Math.trunc(value * scale + offset))));
}

function evened(counts: Uint32Array): Uint8Array {
  const present = counts.filter((count) => count > 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const step = Math.floor((total - (present.at(-1) ?? 0)) / 255);
  if (present.length <= 1 || step === 0) return table((value) => value);
  let below = Math.floor(step / 2);
  return table((value) => {
    const level = Math.floor(below / step);
    below += counts[value] as number;
    return Math.min(255, level);
  });
}

function table(level: (value: number) => number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) => level(value));
}

function channelTables(image: Image, make: (counts: Uint32Array) => Uint8Array): Uint8Array[] {
  return Array.from({ length: image.channels }, (_, channel) => make(histogram(image, channel)));
}
