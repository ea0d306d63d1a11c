import { Image } from "../image/image.ts";
import type { Step } from "../transforms/transform.ts";
import { resizeFloats } from "./resize-floats.ts";

/** One step by itself, on a picture of floats: those are few, so that no kernel is needed. */
export function floatStep(image: Image, step: Step): Image {
  switch (step.kind) {
    case "crop":
      return rearranged(image, step, (row, column) => (step.top + row) * image.width + step.left + column);
    case "flip":
      return step.direction === "vertical"
        ? rearranged(image, image, (row, column) => (image.height - 1 - row) * image.width + column)
        : rearranged(image, image, (row, column) => row * image.width + image.width - 1 - column);
    case "resize":
      return resizeFloats(image, step);
    case "scale":
      return scaled(image, step);
  }
}

type StepOf<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

/** A picture made of pixels of another, each named by its number there. */
function rearranged(image: Image, { height, width }: StepOf<"crop"> | Image, source: (row: number, column: number) => number): Image {
  const { channels } = image;
  const values = new Float32Array(height * width * channels);
  let at = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = source(row, column) * channels;
      for (let channel = 0; channel < channels; channel++) values[at++] = image.values[from + channel] as number;
    }
  }
  return new Image({ values, height, width, channels });
}

function scaled({ values: source, height, width, channels }: Image, { multiply, add }: StepOf<"scale">): Image {
  const values = new Float32Array(source.length);
  for (let channel = 0; channel < channels; channel++) {
    const factor = Math.fround(multiply[multiply.length === 1 ? 0 : channel] as number);
    const term = Math.fround(add[add.length === 1 ? 0 : channel] as number);
    for (let index = channel; index < values.length; index += channels) {
      values[index] = Math.fround((source[index] as number) * factor) + term; // each rounded to float32, as the kernels do
    }
  }
  return new Image({ values, height, width, channels });
}
