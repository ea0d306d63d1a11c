import { Image } from "../image/image.ts";
import { expectFactor } from "./adjust.ts";
import { blend } from "./blend.ts";
import { pixelTransform } from "./make.ts";
import type { PixelTransform } from "./transform.ts";

/**
 * Makes edges softer (below 1) or sharper (above 1); 0 is smoothed, 1 leaves the picture as it is.
 *
 * The very bytes of Pillow's `ImageEnhance.Sharpness`.
 *
 * @throws RangeError unless `factor` is a number of 0 or more
 */
export function sharpness(factor: number): PixelTransform {
  expectFactor(factor);
  return pixelTransform({ name: "sharpness", options: [factor] }, (image) => adjustSharpness(image, factor));
}

export function adjustSharpness(image: Image, factor: number): Image {
  const { pixels, height, width, channels } = image;
  const share = Math.fround(factor);
  const line = width * channels;
  const values = pixels.slice(); // [H, W, C]; the outermost pixels stay
  const columns = new Uint16Array(line); // sums of three pixels below each other
  for (let y = 1; y < height - 1; y++) {
    const row = y * line;
    for (let place = 0; place < line; place++) {
      const middle = row + place;
      columns[place] = (pixels[middle - line] as number) + (pixels[middle] as number) + (pixels[middle + line] as number);
    }
    for (let place = channels; place < line - channels; place++) {
      const value = pixels[row + place] as number;
      const around = (columns[place - channels] as number) + (columns[place] as number) + (columns[place + channels] as number);
      values[row + place] = blend(smooth[around + 4 * value] as number, value, share);
    }
  }
  return new Image({ values, height, width, channels });
}

/** Of each sum of 13 bytes their mean, rounded. Pillow's filter SMOOTH counts a pixel 5 times and each of the 8 around it once. */
const smooth = Uint8Array.from({ length: 13 * 255 + 1 }, (_, sum) => Math.floor((sum + 6.5) / 13));
