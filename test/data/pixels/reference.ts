import { Image } from "../../../lib/data/image/image.ts";
import type { Step } from "../../../lib/data/transforms/transform.ts";

type Get = (row: number, column: number, channel: number) => number;

/** One step on bytes, as plainly as it can be said: what the kernels must do. */
export function plainly(image: Image, step: Step): Image {
  const at: Get = (row, column, channel) => image.values[(row * image.width + column) * image.channels + channel] as number;
  const { height, width } = image;
  switch (step.kind) {
    case "crop":
      return drawn(image, step, (row, column, channel) => at(step.top + row, step.left + column, channel));
    case "flip":
      return step.direction === "vertical"
        ? drawn(image, image, (row, column, channel) => at(height - 1 - row, column, channel))
        : drawn(image, image, (row, column, channel) => at(row, width - 1 - column, channel));
    case "resize": {
      const wide = (before: Image) => stretched(before, { height: before.height, width: step.width }, "width");
      const high = (before: Image) => stretched(before, { height: step.height, width: before.width }, "height");
      return height - step.height > Math.max(0, 2 * (width - step.width)) ? wide(high(image)) : high(wide(image)); // as Pillow 13 does
    }
    case "scale": {
      const values = Float32Array.from(image.values, (value, index) => {
        const number = (numbers: readonly number[]) => Math.fround(numbers[numbers.length === 1 ? 0 : index % image.channels] as number);
        return Math.fround(value * number(step.multiply)) + number(step.add);
      });
      return new Image({ values, height, width, channels: image.channels });
    }
  }
}

function drawn({ channels, values }: Image, { height, width }: { height: number; width: number }, get: Get): Image {
  const result = values instanceof Uint8Array ? new Uint8Array(height * width * channels) : new Float32Array(height * width * channels);
  for (let index = 0; index < result.length; index++) {
    const pixel = Math.floor(index / channels);
    result[index] = get(Math.floor(pixel / width), pixel % width, index % channels);
  }
  return new Image({ values: result, height, width, channels });
}

/** Weighted means under a triangle, weights in 2⁻²², rounded to bytes. */
function stretched(image: Image, size: { height: number; width: number }, axis: "height" | "width"): Image {
  const length = image[axis];
  const ratio = length / size[axis];
  const reach = Math.max(1, ratio);
  return drawn(image, size, (row, column, channel) => {
    const center = ((axis === "height" ? row : column) + 0.5) * ratio;
    const weights = Array.from({ length }, (_, place) => Math.max(0, 1 - Math.abs(place + 0.5 - center) / reach));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const value = weights.reduce((sum, weight, place) => {
      if (weight === 0) return sum;
      const pixel = axis === "height" ? place * image.width + column : row * image.width + place;
      return sum + Math.round((weight / total) * 2 ** 22) * (image.values[pixel * image.channels + channel] as number);
    }, 0);
    return Math.min(255, Math.floor(value / 2 ** 22 + 0.5));
  });
}
