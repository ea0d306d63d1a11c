import { Image } from "../image/image.ts";
import type { Size } from "../transforms/transform.ts";
import { columnsFirst } from "./resize-order.ts";

/** Bilinear with antialiasing, as Pillow resizes pictures of the mode `F`: along one axis, then the other, each sum rounded to float32. */
export function resizeFloats(image: Image, to: Size): Image {
  return columnsFirst(image, to)
    ? resizeWidth(resizeHeight(image, to.height), to.width)
    : resizeHeight(resizeWidth(image, to.width), to.height);
}

function resizeWidth({ values, height, width, channels }: Image, to: number): Image {
  return new Image({ values: resizeLines(values, { lines: height, length: width, to, size: channels }), height, width: to, channels });
}

function resizeHeight({ values, height, width, channels }: Image, to: number): Image {
  return new Image({ values: resizeLines(values, { lines: 1, length: height, to, size: width * channels }), height: to, width, channels });
}

interface Lines {
  readonly lines: number;
  /** Elements of a line; it is resized to `to`. */
  readonly length: number;
  readonly to: number;
  /** Values of an element: a pixel's channels, or a whole row. */
  readonly size: number;
}

function resizeLines(values: ArrayLike<number>, { lines, length, to, size }: Lines): Float32Array {
  const result = new Float32Array(lines * to * size);
  const table = triangleTaps(length, to);
  let at = 0;
  for (let line = 0; line < lines; line++) {
    for (const { first, weights } of table) {
      const from = (line * length + first) * size;
      for (let place = 0; place < size; place++) {
        let sum = 0;
        for (let tap = 0; tap < weights.length; tap++) sum += (values[from + tap * size + place] as number) * (weights[tap] as number);
        result[at++] = sum;
      }
    }
  }
  return result;
}

interface Taps {
  /** The first element that counts. */
  readonly first: number;
  /** What it and those that follow count; they add up to 1. */
  readonly weights: readonly number[];
}

/** What each output of a line is made of: a triangle as wide as two outputs, or two elements when enlarging. Pillow's `precompute_coeffs`. */
function triangleTaps(length: number, to: number): Taps[] {
  const ratio = length / to;
  const stretch = Math.max(ratio, 1);
  const slope = 1 / stretch;
  return Array.from({ length: to }, (_, index) => {
    const center = (index + 0.5) * ratio;
    const first = Math.max(0, Math.trunc(center - stretch + 0.5));
    const end = Math.min(length, Math.trunc(center + stretch + 0.5));
    const heights = Array.from({ length: end - first }, (_, tap) => Math.max(0, 1 - Math.abs((first + tap - center + 0.5) * slope)));
    const sum = heights.reduce((total, height) => total + height, 0);
    return { first, weights: heights.map((height) => height / sum) };
  });
}
