import { describe } from "../../base/index.ts";
import { type PerChannel, perChannel } from "./arguments.ts";
import { stepTransform } from "./make.ts";
import type { StepTransform } from "./transform.ts";

export interface NormalizeOptions {
  /** One number for each channel, or one for all, of values 0 … 1; ImageNet's by default. */
  readonly mean?: PerChannel;
  /** Standard deviation, in the same way. */
  readonly std?: PerChannel;
}

/** Mean and standard deviation of red, green and blue in ImageNet's training pictures. */
export const imagenet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } as const;

/**
 * `(value − mean) / std` of each channel, float32. Bytes become 0 … 1 first, so that `toTensor` may be left out. torchvision's `Normalize`.
 *
 * @throws RangeError when a standard deviation is not positive; when applied to a picture with another number of channels
 * @example
 * T.normalize();                            // for networks trained on ImageNet
 * T.normalize({ mean: 0.286, std: 0.353 }); // Fashion-MNIST
 */
export function normalize(options: NormalizeOptions = {}): StepTransform {
  const { mean, std } = checked(options);
  return stepTransform({ name: "normalize", options: [options] }, ({ channels, float }) => {
    const means = perChannel("normalize's mean", mean, channels);
    const deviations = perChannel("normalize's std", std, channels);
    return [
      {
        kind: "scale",
        multiply: deviations.map((deviation) => 1 / (float ? deviation : 255 * deviation)),
        add: means.map((value, channel) => -value / (deviations[channel] ?? 1)),
      },
    ];
  });
}

/** @throws RangeError unless all means are finite and all deviations positive */
export function checked({ mean = imagenet.mean, std = imagenet.std }: NormalizeOptions): Required<NormalizeOptions> {
  for (const value of [mean].flat()) {
    if (!Number.isFinite(value)) throw new RangeError(`Expected mean to hold finite numbers but got ${describe(value)}`);
  }
  for (const value of [std].flat()) {
    if (!(Number.isFinite(value) && value > 0)) throw new RangeError(`Expected std to hold positive numbers but got ${describe(value)}`);
  }
  return { mean, std };
}
