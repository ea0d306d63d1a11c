import { describe } from "../../base/index.ts";
import { Image } from "../image/image.ts";
import { pixelTransform } from "./make.ts";
import type { PixelTransform } from "./transform.ts";

/**
 * Turns the colour circle: reds become greens, greens blues, blues reds for a shift of 1/3. Grey pictures stay as they are.
 *
 * The very bytes of torchvision's `adjust_hue` on a Pillow picture: the byte of the hue is shifted, to and from Pillow's `HSV`.
 *
 * @param shift part of the circle, −0.5 … 0.5
 * @throws RangeError when `shift` lies outside
 */
export function hue(shift: number): PixelTransform {
  if (!(shift >= -0.5 && shift <= 0.5))
    throw new RangeError(`Expected shift to be a number between -0.5 and 0.5 but got ${describe(shift)}`);
  return pixelTransform({ name: "hue", options: [shift] }, (image) => adjustHue(image, shift));
}

/**
 * Each pixel to hue, saturation and value, each a byte, and back (Smith, "Color Gamut Transform Pairs", 1978).
 *
 * `fround` stands where Pillow's C code keeps a float32.
 */
export function adjustHue(image: Image, shift: number): Image {
  const { pixels, height, width, channels } = image;
  if (channels === 1) return image;
  const by = Math.trunc(shift * 255);
  const values = new Uint8Array(pixels.length); // [H, W, 3]
  for (let index = 0; index < pixels.length; index += 3) {
    const red = pixels[index] as number;
    const green = pixels[index + 1] as number;
    const blue = pixels[index + 2] as number;
    const value = Math.max(red, green, blue);
    const spread = value - Math.min(red, green, blue);
    const saturation = spread === 0 ? 0 : Math.trunc(Math.fround(Math.fround(spread / value) * 255));
    const turned = spread === 0 ? 0 : (hueOf({ red, green, blue, value, spread }) + by) & 255;
    const sector = sectors[turned] as number;
    const rest = rests[turned] as number;
    const strength = strengths[saturation] as number;
    const low = Math.round(value * (1 - strength));
    const falling = Math.round(value * (1 - strength * rest));
    const rising = Math.round(value * (1 - strength * (1 - rest)));
    values[index] = sector === 0 || sector === 5 ? value : sector === 1 ? falling : sector === 4 ? rising : low;
    values[index + 1] = sector === 1 || sector === 2 ? value : sector === 3 ? falling : sector === 0 ? rising : low;
    values[index + 2] = sector === 3 || sector === 4 ? value : sector === 5 ? falling : sector === 2 ? rising : low;
  }
  return new Image({ values, height, width, channels });
}

/** The place on the colour circle, 0 … 255, of a colour that is not grey. */
function hueOf(colour: Readonly<Record<"red" | "green" | "blue" | "value" | "spread", number>>): number {
  const { red, green, blue, value, spread } = colour;
  const fromRed = Math.fround((value - red) / spread);
  const fromGreen = Math.fround((value - green) / spread);
  const fromBlue = Math.fround((value - blue) / spread);
  const sixths = red === value ? Math.fround(fromBlue - fromGreen) : green === value ? 2 + fromRed - fromBlue : 4 + fromGreen - fromRed;
  const turns = Math.fround(sixths) / 6 + 1;
  return Math.trunc(Math.fround(turns >= 1 ? turns - 1 : turns) * 255);
}

/** Of each byte of a hue the sector of the circle, 0 … 5, and how far it has gone in it; of each byte of a saturation its part of 1. */
const sectors = Uint8Array.from({ length: 256 }, (_, hueByte) => Math.floor((hueByte * 6) / 255) % 6);
const rests = Float32Array.from({ length: 256 }, (_, hueByte) => (hueByte * 6) / 255 - Math.floor((hueByte * 6) / 255));
const strengths = Float32Array.from({ length: 256 }, (_, saturation) => saturation / 255);
