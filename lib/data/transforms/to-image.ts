import { Image } from "../image/image.ts";
import { perChannel } from "./arguments.ts";
import { pixelTransform } from "./make.ts";
import { checked, type NormalizeOptions } from "./normalize.ts";
import type { PixelTransform } from "./transform.ts";

/**
 * Floats 0 … 1 back to a picture of bytes, each to the nearest; what is beyond is cut off; bytes stay. torchvision's `ToPILImage`.
 *
 * With the mean and standard deviation that `normalize` took, it undoes that first.
 *
 * @throws RangeError as `normalize` does
 * @example
 * T.toImage({ mean: 0.286, std: 0.353 }).apply(normalized);
 */
export function toImage(options: NormalizeOptions = {}): PixelTransform {
  const { mean, std } = checked({ mean: 0, std: 1, ...options });
  return pixelTransform({ name: "toImage", options: [options] }, ({ values, height, width, channels }) => {
    if (values instanceof Uint8Array) return new Image({ values: values.slice(), height, width, channels });
    const means = perChannel("toImage's mean", mean, channels);
    const deviations = perChannel("toImage's std", std, channels);
    const bytes = new Uint8ClampedArray(values.length); // [H, W, C]; rounds and cuts off
    for (let index = 0; index < values.length; index++) {
      const channel = index % channels;
      bytes[index] = ((values[index] as number) * (deviations[channel] as number) + (means[channel] as number)) * 255;
    }
    return new Image({ values: new Uint8Array(bytes.buffer), height, width, channels });
  });
}
