import { tf } from "../../device/index.ts";
import { apply } from "./apply.ts";
import { normalizedConvolution } from "./convolution.ts";

/** Channels of an inception block's convolutions. */
export interface InceptionOptions {
  /** Before the names of its layers, such as "inception3a". */
  readonly name: string;
  /** Of the 1 × 1 convolution. */
  readonly one: number;
  /** Of the 1 × 1 convolution that goes before the 3 × 3, and of the latter. */
  readonly three: readonly [number, number];
  /** Of the 1 × 1 convolution that goes before the 5 × 5, and of the latter. */
  readonly five: readonly [number, number];
  /** Of the 1 × 1 convolution that follows the pooling. */
  readonly pool: number;
  readonly seed?: number | string | undefined;
}

/**
 * Looks at the pictures at four scales side by side, by 1 × 1, 3 × 3 and 5 × 5 convolutions and by max pooling, and joins what they see:
 * `[N, H, W, C]` → `[N, H, W, one + three[1] + five[1] + pool]`. The 1 × 1 convolutions before the large ones keep them cheap.
 *
 * Szegedy et al., "Going Deeper with Convolutions" (2015), figure 2b; with batch normalisation, as in the year after.
 */
export function inceptionBlock(x: tf.SymbolicTensor, { name, one, three, five, pool, seed }: InceptionOptions): tf.SymbolicTensor {
  const convolve = (from: tf.SymbolicTensor, branch: string, [filters, kernel]: readonly [number, number]): tf.SymbolicTensor => {
    const names = { convolution: `${name}.${branch}.conv`, normalization: `${name}.${branch}.bn` };
    return normalizedConvolution(from, { names, filters, kernel, seed });
  };
  const pooled = apply(tf.layers.maxPooling2d({ name: `${name}.branch4.0`, poolSize: 3, strides: 1, padding: "same" }), x);
  const branches = [
    convolve(x, "branch1", [one, 1]),
    convolve(convolve(x, "branch2.0", [three[0], 1]), "branch2.1", [three[1], 3]),
    convolve(convolve(x, "branch3.0", [five[0], 1]), "branch3.1", [five[1], 5]),
    convolve(pooled, "branch4.1", [pool, 1]),
  ];
  return apply(tf.layers.concatenate({ name: `${name}.concatenate` }), branches);
}
