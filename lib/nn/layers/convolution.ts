import { tf } from "../../device/index.ts";

type Config = Parameters<typeof tf.layers.conv2d>[0];

/** What Keras' convolution has and its type hides. */
interface Convolution extends tf.layers.Layer {
  readonly kernel: tf.LayerVariable;
  readonly bias: tf.LayerVariable | null;
  readonly strides: [number, number];
  readonly padding: "same" | "valid";
}

// The class is not exported; a layer with a name of its own leaves the numbering of layers as it is.
const Keras = tf.layers.conv2d({ name: "convolution-class", filters: 1, kernelSize: 1 }).constructor as new (config: Config) => Convolution;

/**
 * Keras' layer `Conv2D`, under its own name, but in training the gradient by its pictures is computed only where somebody wants it.
 *
 * The stock layer always does, and for the first convolution of a network, whose pictures learn nothing, that can be a quarter of the step.
 * Takes the options of `tf.layers.conv2d` but dilation and channels first.
 */
export function convolution2d(config: Omit<Config, "dilationRate" | "dataFormat" | "activation">): tf.layers.Layer {
  return new LazyConvolution(config);
}

class LazyConvolution extends Keras {
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Parameters<Convolution["call"]>[1]): tf.Tensor | tf.Tensor[] {
    if (!kwargs["training"]) return super.call(inputs, kwargs);
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    return tf.tidy(() => {
      const convolved = tf.conv2d(x, this.kernel.read() as tf.Tensor4D, this.strides, this.padding); // [N, H', W', filters]
      return this.bias ? tf.add(convolved, this.bias.read()) : convolved;
    });
  }
}
