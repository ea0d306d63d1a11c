import { tf } from "../../device/index.ts";
import { seededWeights } from "../initializers/seeded.ts";
import { batchNormalization } from "../layers/batch-normalization.ts";
import { convolution2d } from "../layers/convolution.ts";
import { apply } from "./apply.ts";

export interface ConvolutionOptions {
  /** Name of the layer, by which files of weights find it. */
  readonly name: string;
  readonly filters: number;
  /** Height and width of each filter. */
  readonly kernel?: number;
  readonly stride?: number;
  /** Zeros put around the pictures, on each side the same number; half of the kernel keeps the size at stride 1. */
  readonly padding?: number;
  /** Whether each filter adds a number of its own; batch normalisation afterwards makes it superfluous. */
  readonly bias?: boolean;
  /** The first weights follow from the seed and the layer's name. */
  readonly seed?: number | string | undefined;
}

/**
 * A convolution `[N, H, W, C]` → `[N, H', W', filters]` with H' = ⌊(H + 2 · padding − kernel) / stride⌋ + 1.
 *
 * Padding is the same on all sides, as in PyTorch; Keras' "same" puts less before than after where the stride is above 1.
 */
export function convolution(
  x: tf.SymbolicTensor,
  { name, filters, kernel = 3, stride = 1, padding = Math.floor(kernel / 2), bias = false, seed }: ConvolutionOptions,
): tf.SymbolicTensor {
  const keepsSize = stride === 1 && kernel === 2 * padding + 1; // then "same" is symmetric, and saves a layer
  const padded = keepsSize || padding === 0 ? x : apply(tf.layers.zeroPadding2d({ name: `${name}.padding`, padding }), x);
  const layer = convolution2d({
    name,
    filters,
    kernelSize: kernel,
    strides: stride,
    padding: keepsSize ? "same" : "valid",
    useBias: bias,
    kernelInitializer: seededWeights.convolution({ seed, name }),
  });
  return apply(layer, padded);
}

export interface NormalizedConvolutionOptions extends Omit<ConvolutionOptions, "name" | "bias"> {
  /** Names of both layers; that of the activation is the normalisation's with ".relu". */
  readonly names: { readonly convolution: string; readonly normalization: string };
  /** What comes last; "relu6" is a ReLU that ends at 6. */
  readonly activation?: "relu" | "relu6" | "none";
}

/** The brick of most networks since 2015: convolution, batch normalisation, ReLU. `[N, H, W, C]` → `[N, H', W', filters]` */
export function normalizedConvolution(
  x: tf.SymbolicTensor,
  { names, activation = "relu", ...options }: NormalizedConvolutionOptions,
): tf.SymbolicTensor {
  const convolved = convolution(x, { ...options, name: names.convolution });
  const normalized = apply(batchNormalization({ name: names.normalization }), convolved);
  if (activation === "none") return normalized;
  const name = `${names.normalization}.relu`;
  return apply(tf.layers.reLU(activation === "relu6" ? { name, maxValue: 6 } : { name }), normalized);
}
