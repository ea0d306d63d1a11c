import { fraction, oneOf } from "../../base/index.ts";
import { rgbToGrey } from "../image/colour.ts";
import { Image } from "../image/image.ts";
import { pixelTransform } from "./make.ts";
import type { PixelTransform } from "./transform.ts";

export interface GrayscaleOptions {
  /** Of the result: 1, or 3 alike, as networks trained on colours need them. */
  readonly channels?: 1 | 3;
}

export interface RandomGrayscaleOptions {
  /** How likely it is done, 0 … 1. */
  readonly p?: number;
}

/**
 * Takes the colour away: 0.299 red + 0.587 green + 0.114 blue (ITU-R 601), bytes with Pillow's integer weights.
 *
 * torchvision's `Grayscale`; the very bytes of Pillow's `convert("L")`.
 *
 * @throws RangeError unless `channels` is 1 or 3
 */
export function grayscale(options: GrayscaleOptions = {}): PixelTransform {
  const { channels = 1 } = options;
  oneOf({ channels }, [1, 3]);
  return pixelTransform({ name: "grayscale", options: [options] }, (image) => withChannels(image, grey(image), channels));
}

/**
 * Takes the colour away in one of ten draws; the picture keeps its number of channels. torchvision's `RandomGrayscale`.
 *
 * @throws RangeError unless `p` lies in 0 … 1
 */
export function randomGrayscale(options: RandomGrayscaleOptions = {}): PixelTransform {
  const { p = 0.1 } = options;
  fraction({ p });
  return pixelTransform({ name: "randomGrayscale", options: [options], random: true }, (image, random) =>
    random.uniform() < p ? withChannels(image, grey(image), image.channels) : image,
  );
}

/** Brightness of each pixel, `[H, W]`. A grey picture's own values. */
export function grey({ values, height, width, channels }: Image): Uint8Array | Float32Array {
  if (channels === 1) return values;
  if (values instanceof Uint8Array) {
    const bytes = new Uint8Array(height * width);
    rgbToGrey(values, bytes);
    return bytes;
  }
  const brightness = new Float32Array(height * width);
  for (let pixel = 0, from = 0; pixel < brightness.length; pixel++, from += 3) {
    brightness[pixel] = 0.299 * (values[from] as number) + 0.587 * (values[from + 1] as number) + 0.114 * (values[from + 2] as number);
  }
  return brightness;
}

function withChannels({ values, height, width }: Image, brightness: Uint8Array | Float32Array, channels: number): Image {
  if (channels === 1) return new Image({ values: brightness === values ? values.slice() : brightness, height, width, channels });
  const result = brightness instanceof Uint8Array ? new Uint8Array(height * width * 3) : new Float32Array(height * width * 3);
  for (let pixel = 0; pixel < brightness.length; pixel++) result.fill(brightness[pixel] as number, 3 * pixel, 3 * pixel + 3); // [H, W, 3]
  return new Image({ values: result, height, width, channels });
}
