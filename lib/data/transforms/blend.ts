import { Image } from "../image/image.ts";

/**
 * A mixture of two bytes, or what lies beyond: `start` for a factor of 0, `end` for 1, farther from the start above 1.
 *
 * Computed in float32 and cut off as Pillow's `Image.blend` does it, on which its `ImageEnhance` rests.
 */
export function blend(start: number, end: number, factor: number): number {
  const value = Math.fround(start + Math.fround(factor * (end - start)));
  return value <= 0 ? 0 : value >= 255 ? 255 : Math.trunc(value);
}

/** What `blend` makes of every byte, from one start, `[256]`. @param factor a float32 */
export function blendTable(start: number, factor: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) => blend(start, value, factor));
}

/** A picture whose bytes are looked up in a table of 256: one for all channels, or one for each. */
export function throughTables(image: Image, tables: readonly Uint8Array[]): Image {
  const { pixels, height, width, channels } = image;
  const values = new Uint8Array(pixels.length); // [H, W, C]
  for (let channel = 0; channel < channels; channel++) {
    const table = tables[channel % tables.length] as Uint8Array;
    for (let index = channel; index < pixels.length; index += channels) values[index] = table[pixels[index] as number] as number;
  }
  return new Image({ values, height, width, channels });
}

/** How often each byte comes in a channel, `[256]`. */
export function histogram({ pixels, channels }: Image, channel: number): Uint32Array {
  const counts = new Uint32Array(256);
  for (let index = channel; index < pixels.length; index += channels) (counts[pixels[index] as number] as number)++;
  return counts;
}

/** Each value to the nearest byte. */
export function rounded(values: Float32Array): Uint8Array {
  return new Uint8Array(new Uint8ClampedArray(values).buffer);
}
