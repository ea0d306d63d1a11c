import { Random } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import { type KernelInitializer, kaimingNormal } from "./kaiming-normal.ts";

export interface SeededOptions {
  /** Of the whole network; undefined for other weights each time. */
  readonly seed: number | string | undefined;
  /** The layer's name. */
  readonly name: string;
}

/**
 * First weights of one layer of a network that has one seed: they depend on the seed and the layer's name, and on no other layer.
 *
 * `convolution` is {@link kaimingNormal}, and `hidden` the same for dense layers, by the values that each output sees (He et al., 2015).
 * `saturating` is for layers that tanh or a sigmoid follows (Glorot and Bengio, 2010). `scores` begins a network's last layer with small
 * scores, as PyTorch's `Linear` does, so that it is sure of nothing at first.
 */
export const seededWeights = {
  convolution: (options: SeededOptions): KernelInitializer => kaimingNormal({ seed: textOf(options) }),
  hidden: (options: SeededOptions) => uniform(2, options),
  saturating: (options: SeededOptions) => tf.initializers.glorotUniform(numberOf(options)),
  scores: (options: SeededOptions) => uniform(1 / 3, options),
};

/** Uniform with a variance of `scale` divided by the number of inputs. */
function uniform(scale: number, options: SeededOptions): KernelInitializer {
  return tf.initializers.varianceScaling({ scale, mode: "fanIn", distribution: "uniform", ...numberOf(options) });
}

const textOf = ({ seed, name }: SeededOptions): string | undefined => (seed === undefined ? undefined : `${seed}/${name}`);

/** A seed as TensorFlow.js' own initialisers take it. */
function numberOf(options: SeededOptions): { seed?: number } {
  const text = textOf(options);
  return text === undefined ? {} : { seed: new Random(text).bits() };
}
