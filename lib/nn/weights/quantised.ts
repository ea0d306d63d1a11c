import type { WeightArray, WeightArrays } from "./weights.ts";

const suffix = ".scale";
/** Largest whole number of a signed byte that has a negative twin. */
const largest = 127;

/**
 * Weights in a quarter of the room: each kernel becomes whole numbers from −127 to 127 and, under its name with `.scale`, the size of one
 * step for each output channel, its last axis. Biases and the weights of batch normalisation stay as they are.
 *
 * Symmetric rounding per channel: Krishnamoorthi, "Quantizing deep convolutional networks for efficient inference" (2018).
 *
 * @throws RangeError when a kernel has a number that is not finite
 */
export function quantised(weights: WeightArrays): WeightArrays {
  return new Map(
    [...weights].flatMap(([name, array]): [string, WeightArray][] => {
      const isKernel = array.shape.length > 1 && array.values instanceof Float32Array && array.values.length > 0;
      return isKernel ? rounded(name, array) : [[name, array]];
    }),
  );
}

function rounded(name: string, { shape, values }: WeightArray): [string, WeightArray][] {
  const channels = shape.at(-1) ?? 1;
  const scale = new Float32Array(channels);
  for (const [index, value] of values.entries()) {
    if (!Number.isFinite(value)) throw new RangeError(`Expected finite weights but got ${value} at ${index} of ${name}`);
    scale[index % channels] = Math.max(scale[index % channels] ?? 0, Math.abs(value) / largest);
  }
  // A scale so small that it was rounded itself would lead beyond what a byte holds.
  const inByte = (whole: number): number => Math.max(-largest, Math.min(largest, whole));
  const whole = Int8Array.from(values, (value, index) => inByte(Math.round(value / (scale[index % channels] || 1))));
  return [
    [name, { shape, values: whole }],
    [name + suffix, { shape: [channels], values: scale }],
  ];
}

/** The same weights with floats in the place of what `quantised` rounded; anything else stays as it is. */
export function dequantised(weights: WeightArrays): WeightArrays {
  const floats = new Map(weights);
  for (const [name, { shape, values }] of weights) {
    const scale = weights.get(name + suffix);
    const channels = shape.at(-1) ?? 1;
    const isPair = values instanceof Int8Array && scale?.values instanceof Float32Array && scale.values.length === channels;
    if (!isPair || shape.length < 2) continue;
    floats.set(name, { shape, values: multiplied(values, scale.values) });
    floats.delete(name + suffix);
  }
  return floats;
}

/** Each number times the scale of its channel. */
function multiplied(values: Int8Array, scale: Float32Array): Float32Array {
  const floats = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += scale.length) {
    for (let channel = 0; channel < scale.length; channel++) {
      floats[start + channel] = (values[start + channel] ?? 0) * (scale[channel] ?? 0);
    }
  }
  return floats;
}
