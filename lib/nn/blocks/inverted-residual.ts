import { tf } from "../../device/index.ts";
import { seededWeights } from "../initializers/seeded.ts";
import { batchNormalization } from "../layers/batch-normalization.ts";
import { apply } from "./apply.ts";
import { normalizedConvolution } from "./convolution.ts";

export interface InvertedResidualOptions {
  /** Before the names of its layers, such as "features.1.conv". */
  readonly name: string;
  /** Channels that come out. */
  readonly filters: number;
  readonly stride?: number;
  /** Inside, the block has this many times the channels that come in. */
  readonly expansion?: number;
  readonly seed?: number | string | undefined;
}

/**
 * A residual block that is wide inside and narrow at both ends: `[N, H, W, C]` → `[N, H / stride, W / stride, filters]`.
 *
 * Inside, a depthwise convolution filters each channel for itself, for a small part of a full convolution's work; 1 × 1 convolutions
 * before and after it mix the channels. Sandler et al., "MobileNetV2" (2018); the names are torchvision's.
 */
export function invertedResidual(
  x: tf.SymbolicTensor,
  { name, filters, stride = 1, expansion = 6, seed }: InvertedResidualOptions,
): tf.SymbolicTensor {
  const channels = x.shape.at(-1) as number;
  const brick = (number: number) => ({ convolution: `${name}.${number}.0`, normalization: `${name}.${number}.1` });
  const expanded =
    expansion === 1
      ? x
      : normalizedConvolution(x, { names: brick(0), filters: expansion * channels, kernel: 1, activation: "relu6", seed });
  const depth = expansion === 1 ? 0 : 1; // place of the depthwise convolution in torchvision's list
  const filtered = normalizedDepthwise(expanded, { names: brick(depth), stride, seed });
  const names = { convolution: `${name}.${depth + 1}`, normalization: `${name}.${depth + 2}` };
  const narrowed = normalizedConvolution(filtered, { names, filters, kernel: 1, activation: "none", seed });
  return stride === 1 && channels === filters ? apply(tf.layers.add({ name: `${name}.add` }), [x, narrowed]) : narrowed;
}

interface DepthwiseOptions {
  readonly names: { readonly convolution: string; readonly normalization: string };
  readonly stride: number;
  readonly seed: number | string | undefined;
}

/** A 3 × 3 filter for each channel, batch normalisation, ReLU that ends at 6: `[N, H, W, C]` → `[N, H / stride, W / stride, C]` */
function normalizedDepthwise(x: tf.SymbolicTensor, { names, stride, seed }: DepthwiseOptions): tf.SymbolicTensor {
  const name = names.convolution;
  const padded = stride === 1 ? x : apply(tf.layers.zeroPadding2d({ name: `${name}.padding`, padding: 1 }), x);
  const layer = tf.layers.depthwiseConv2d({
    name,
    kernelSize: 3,
    strides: stride,
    padding: stride === 1 ? "same" : "valid", // "same" is not symmetric where the stride is above 1
    useBias: false,
    depthwiseInitializer: seededWeights.convolution({ seed, name }),
  });
  const normalized = apply(batchNormalization({ name: names.normalization }), apply(layer, padded));
  return apply(tf.layers.reLU({ name: `${names.normalization}.relu`, maxValue: 6 }), normalized);
}
