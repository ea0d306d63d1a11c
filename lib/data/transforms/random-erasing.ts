import { fraction, type Random } from "../../base/index.ts";
import { Image } from "../image/image.ts";
import { draw, expectRanges, type PerChannel, perChannel, type Range } from "./arguments.ts";
import { pixelTransform } from "./make.ts";
import { withFloats } from "./to-tensor.ts";
import type { PixelTransform } from "./transform.ts";

export interface RandomErasingOptions {
  /** How likely it is done, 0 … 1. */
  readonly p?: number;
  /** The box's part of the picture's area. */
  readonly scale?: Range;
  /** The box's height divided by its width. */
  readonly ratio?: Range;
  /** What the box shows: one value, one a channel, or noise of the standard normal distribution. */
  readonly value?: PerChannel | "random";
}

const attempts = 10;

/**
 * Covers a box at a random place. Zhong et al., "Random Erasing Data Augmentation" (2017); torchvision's `RandomErasing`.
 *
 * The result is float32, bytes become 0 … 1 first: put it last, after `normalize`, so that 0 is the mean colour.
 *
 * @throws RangeError unless `p` lies in 0 … 1 and the ranges are some
 */
export function randomErasing(options: RandomErasingOptions = {}): PixelTransform {
  const { p = 0.5, scale = [0.02, 0.33], ratio = [0.3, 3.3], value = 0 } = options;
  fraction({ p });
  expectRanges({ scale }, { least: 0, most: 1 });
  expectRanges({ ratio }, { positive: true });
  return pixelTransform({ name: "randomErasing", options: [options], random: true }, (image, random) => {
    const { values: source, height, width, channels } = withFloats(image);
    const values = source.slice(); // [H, W, C]
    const colour = value === "random" ? undefined : perChannel("randomErasing's value", value, channels);
    const box = random.uniform() < p ? randomBox({ height, width }, { scale, ratio }, random) : undefined;
    if (box) {
      for (let y = box.top; y < box.top + box.height; y++) {
        const from = (y * width + box.left) * channels;
        for (let index = 0; index < box.width * channels; index++) {
          values[from + index] = colour ? (colour[index % channels] as number) : random.normal();
        }
      }
    }
    return new Image({ values, height, width, channels });
  });
}

/** A box smaller than the picture; undefined where none of ten draws is. */
function randomBox(
  image: { readonly height: number; readonly width: number },
  { scale, ratio }: { readonly scale: Range; readonly ratio: Range },
  random: Random,
): { top: number; left: number; height: number; width: number } | undefined {
  const logRatio: Range = [Math.log(ratio[0]), Math.log(ratio[1])];
  for (let attempt = 0; attempt < attempts; attempt++) {
    const area = image.height * image.width * draw(random, scale);
    const shape = Math.exp(draw(random, logRatio));
    const height = Math.round(Math.sqrt(area * shape));
    const width = Math.round(Math.sqrt(area / shape));
    if (height >= image.height || width >= image.width) continue;
    return { top: random.integer(image.height - height + 1), left: random.integer(image.width - width + 1), height, width };
  }
  return undefined;
}
