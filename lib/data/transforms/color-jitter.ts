import type { Random } from "../../base/index.ts";
import type { Image } from "../image/image.ts";
import { adjustBrightness, adjustContrast, adjustSaturation } from "./adjust.ts";
import { draw, expectRanges, type Range } from "./arguments.ts";
import { adjustHue } from "./hue.ts";
import { pixelTransform } from "./make.ts";
import type { PixelTransform } from "./transform.ts";

export interface ColorJitterOptions {
  /** Factors 1 − brightness … 1 + brightness, or `[low, high]`. */
  readonly brightness?: number | Range;
  /** Factors 1 − contrast … 1 + contrast, or `[low, high]`. */
  readonly contrast?: number | Range;
  /** Factors 1 − saturation … 1 + saturation, or `[low, high]`. */
  readonly saturation?: number | Range;
  /** Shifts −hue … hue of at most half the colour circle, 0.5, or `[low, high]`. */
  readonly hue?: number | Range;
}

/**
 * Changes brightness, contrast, saturation and hue at random, in an order that is drawn too. torchvision's `ColorJitter`.
 *
 * @throws RangeError when a number lies below 0, or a range is none or goes beyond its limits
 * @example
 * T.colorJitter({ brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 });
 */
export function colorJitter(options: ColorJitterOptions = {}): PixelTransform {
  const changes = [
    ...change(adjustBrightness, factors("brightness", options.brightness)),
    ...change(adjustContrast, factors("contrast", options.contrast)),
    ...change(adjustSaturation, factors("saturation", options.saturation)),
    ...change(adjustHue, shifts(options.hue)),
  ];
  return pixelTransform({ name: "colorJitter", options: [options], random: true }, (image, random) =>
    random.shuffled(changes).reduce((made, adjust) => adjust(made, random), image),
  );
}

type Change = (image: Image, random: Random) => Image;

/** The change by an amount that is drawn; none where there is no range. */
function change(adjust: (image: Image, amount: number) => Image, range: Range | undefined): readonly Change[] {
  return range ? [(image, random) => adjust(image, draw(random, range))] : [];
}

function factors(name: string, value: number | Range = 0): Range | undefined {
  if (value === 0) return undefined;
  if (typeof value === "number" && !(value > 0)) {
    throw new RangeError(`Expected ${name} to be 0 or more, or [low, high], but got ${value}`);
  }
  const range: Range = typeof value === "number" ? [Math.max(0, 1 - value), 1 + value] : value;
  expectRanges({ [name]: range }, { least: 0 });
  return range;
}

function shifts(value: number | Range = 0): Range | undefined {
  if (value === 0) return undefined;
  const range: Range = typeof value === "number" ? [-value, value] : value;
  expectRanges({ hue: range }, { least: -0.5, most: 0.5 });
  return range;
}
