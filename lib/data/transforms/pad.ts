import { describe, oneOf } from "../../base/index.ts";
import { Image } from "../image/image.ts";
import type { PerChannel } from "./arguments.ts";
import { canvas } from "./canvas.ts";
import { pixelTransform } from "./make.ts";
import type { PixelTransform, Size } from "./transform.ts";

/** Pixels on all sides; on `[left and right, top and bottom]`; or on `[left, top, right, bottom]`. */
export type Padding = number | readonly [number, number] | readonly [number, number, number, number];

export interface PadOptions {
  /** The new pixels' value in the mode `constant`; black by default. */
  readonly fill?: PerChannel;
  /**
   * What the new pixels show: one value; the edge's; the picture mirrored at its edge pixels, which don't come twice (`reflect`) or do
   * (`symmetric`).
   */
  readonly mode?: "constant" | "edge" | "reflect" | "symmetric";
}

/** Pixels added on each side. */
export interface Margins {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const modes = ["constant", "edge", "reflect", "symmetric"] as const;

/**
 * Adds pixels around a picture. torchvision's `Pad`.
 *
 * @throws RangeError when the padding is no whole number of 0 or more, or the mode unknown
 * @example
 * T.pad(4);                                 // black
 * T.pad([8, 0], { mode: "reflect" });       // left and right
 * T.pad(4, { fill: [124, 116, 104] });      // ImageNet's mean colour
 */
export function pad(padding: Padding, options: PadOptions = {}): PixelTransform {
  const margins = marginsOf(padding);
  oneOf({ mode: options.mode ?? "constant" }, modes);
  return pixelTransform({ name: "pad", options: [padding, options] }, (image) => {
    const height = margins.top + image.height + margins.bottom;
    const width = margins.left + image.width + margins.right;
    return paddedWindow(image, { height, width, top: -margins.top, left: -margins.left }, options);
  });
}

/** @throws RangeError unless it is one, two or four whole numbers of 0 or more */
export function marginsOf(padding: Padding): Margins {
  const list: readonly number[] = typeof padding === "number" ? [padding] : padding;
  if (![1, 2, 4].includes(list.length) || list.some((side) => !Number.isInteger(side) || side < 0)) {
    throw new RangeError(
      "Expected padding to be a whole number of 0 or more, [left and right, top and bottom] or [left, top, right, bottom] " +
        `but got ${typeof padding === "number" ? padding : describe(padding)}`,
    );
  }
  const [left = 0, top = left, right = left, bottom = top] = list;
  return { left, top, right, bottom };
}

/** What one sees through a window on a picture that goes on beyond its edges; `top` and `left` may lie outside. */
export function paddedWindow(
  image: Image,
  { height, width, top, left }: Size & { readonly top: number; readonly left: number },
  { fill = 0, mode = "constant" }: PadOptions,
): Image {
  const { values: source, channels } = image;
  const values = canvas(image, { height, width }, fill); // [height, width, C]
  const columns = places(left, width, image.width, mode);
  const rows = places(top, height, image.height, mode);
  // Columns that lie inside the picture are copied as a whole; only those beside it are looked up one by one.
  const first = Math.min(Math.max(0, -left), width);
  const end = Math.max(first, Math.min(width, image.width - left));
  const beside = Array.from(columns.keys()).filter((x) => (x < first || x >= end) && (columns[x] as number) >= 0);
  for (let y = 0; y < height; y++) {
    const row = rows[y] as number;
    if (row < 0) continue;
    const from = row * image.width * channels;
    const to = y * width * channels;
    values.set(source.subarray(from + (left + first) * channels, from + (left + end) * channels), to + first * channels);
    for (const x of beside) {
      const column = columns[x] as number;
      for (let channel = 0; channel < channels; channel++) {
        values[to + x * channels + channel] = source[from + column * channels + channel] as number;
      }
    }
  }
  return new Image({ values, height, width, channels });
}

/** Where in a line of `size` pixels each of `count` places lies that start at `start`; −1 where nothing is. */
function places(start: number, count: number, size: number, mode: NonNullable<PadOptions["mode"]>): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => {
    const place = start + index;
    if (place >= 0 && place < size) return place;
    if (mode === "constant") return -1;
    if (mode === "edge" || (mode === "reflect" && size === 1)) return place < 0 ? 0 : size - 1;
    const period = mode === "reflect" ? 2 * size - 2 : 2 * size;
    const inPeriod = ((place % period) + period) % period;
    return inPeriod < size ? inPeriod : mode === "reflect" ? period - inPeriod : period - 1 - inPeriod;
  });
}
