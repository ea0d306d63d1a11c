import { positiveInteger, Random } from "../../base/index.ts";
import { type ContactSheet, contactSheet } from "../../plot/index.ts";
import { Image } from "../image/image.ts";
import { callText } from "./call-text.ts";
import { expectTransforms } from "./expect-transforms.ts";
import { resize } from "./resize.ts";
import { toImage } from "./to-image.ts";
import type { Transform } from "./transform.ts";

export interface CompareOptions {
  /** What the draws come from: another seed shows other ones. */
  readonly seed?: number | string;
  /** How often each transform is done. */
  readonly times?: number;
  /** Pictures in a row. */
  readonly columns?: number;
}

/** Longest side of a picture on the sheet: one and a half times what it takes up there, for fine screens. */
const most = 144;

/**
 * A contact sheet of a picture and of what each transform makes of it, with its call and the size of the result above.
 *
 * All are seen at one size, however many pixels they have. Floats that go beyond 0 … 1 are stretched between their least and their
 * greatest value. The same draws come each time, until the seed is another one.
 *
 * @throws TypeError when one of them is no transform
 * @example
 * T.compare(photo, [T.centerCrop(100), T.randomRotation(30), T.colorJitter({ hue: 0.5 })]);
 * T.compare(photo, T.randomResizedCrop(128), { times: 8 });
 */
export function compare(image: Image, transforms: Transform | readonly Transform[], options: CompareOptions = {}): ContactSheet {
  const { seed = 0, times = 1, columns } = options;
  const list = Array.isArray(transforms) ? (transforms as readonly Transform[]) : [transforms as Transform];
  expectTransforms(list);
  positiveInteger({ times });
  const isOne = list.length === 1 && times > 1; // its call then stands above the sheet
  const made = list.flatMap((transform, place) =>
    Array.from({ length: times }, (_, time) => transform.apply(image, Random.for(seed, "compare", place, time)))
      .flat()
      .map((result, number) => ({ result, title: isOne ? `${number + 1}` : callText(transform) })),
  );
  const shown = [{ result: image, title: "original" }, ...made];
  const side = Math.min(most, Math.max(...shown.map(({ result }) => Math.max(result.height, result.width))));
  const pixels = new Uint8Array(shown.length * side * side * 4); // [N, side, side, 4]
  shown.forEach(({ result }, place) => {
    drawInSquare(fitted(inBytes(result), side), { square: pixels.subarray(place * side * side * 4, (place + 1) * side * side * 4), side });
  });
  return contactSheet({
    pixels,
    height: side,
    width: side,
    channels: 4,
    titles: shown.map(({ result, title }) => `${title}\n${sizeWords(result)}`),
    ...(isOne && { title: callText(list[0]) }),
    ...(columns !== undefined && { columns }),
  });
}

function sizeWords({ values, height, width }: Image): string {
  const size = `${height} × ${width}`;
  if (values instanceof Uint8Array) return size;
  const { low, high } = extent(values);
  return `${size}, ${low.toFixed(2)} … ${high.toFixed(2)}`.replaceAll("-", "−");
}

/** Floats within 0 … 1 as they are, others stretched to that. */
function inBytes(image: Image): Image {
  if (image.values instanceof Uint8Array) return image;
  const { low, high } = extent(image.values);
  if (low >= 0 && high <= 1) return toImage().apply(image);
  return toImage({ mean: -low / (high - low || 1), std: 1 / (high - low || 1) }).apply(image);
}

function extent(values: Float32Array): { low: number; high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

/** As large as the square: a small one by a whole factor, so that its pixels are seen as squares. */
function fitted(image: Image, side: number): Image {
  const { height, width, channels, pixels } = image;
  const longest = Math.max(height, width);
  if (longest * 3 > side) {
    const scaled = (length: number) => Math.max(1, Math.round((length * side) / longest));
    return resize([scaled(height), scaled(width)]).apply(image);
  }
  const factor = Math.floor(side / longest);
  const values = new Uint8Array(pixels.length * factor * factor); // [H · factor, W · factor, C]
  for (let y = 0; y < height * factor; y++) {
    for (let x = 0; x < width * factor; x++) {
      const from = (Math.floor(y / factor) * width + Math.floor(x / factor)) * channels;
      values.set(pixels.subarray(from, from + channels), (y * width * factor + x) * channels);
    }
  }
  return new Image({ values, height: height * factor, width: width * factor, channels });
}

/** Puts a picture into the middle of a square `[side, side, 4]` that is transparent around it. */
function drawInSquare(
  { pixels, height, width, channels }: Image,
  { square, side }: { readonly square: Uint8Array; readonly side: number },
): void {
  const [top, left] = [Math.floor((side - height) / 2), Math.floor((side - width) / 2)];
  for (let pixel = 0; pixel < height * width; pixel++) {
    const to = ((top + Math.floor(pixel / width)) * side + left + (pixel % width)) * 4;
    for (let channel = 0; channel < 3; channel++) square[to + channel] = pixels[pixel * channels + (channel % channels)] as number;
    square[to + 3] = 255;
  }
}
