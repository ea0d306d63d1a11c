import { tf } from "../../device/index.ts";
import { normals } from "./normals.ts";

export interface KaimingNormalOptions {
  /** The same seed gives the same weights; without one each call draws its own. */
  readonly seed?: number | string | undefined;
}

/** What layers take as `kernelInitializer`. */
export type KernelInitializer = NonNullable<Parameters<typeof tf.layers.dense>[0]["kernelInitializer"]>;

/**
 * First weights for layers that ReLU follows: normally distributed with variance 2 / (values that each input reaches), so that gradients
 * neither fade nor grow on their way back through many layers.
 *
 * He et al., "Delving Deep into Rectifiers" (2015); PyTorch's `kaiming_normal_(mode="fan_out", nonlinearity="relu")`, as its networks use it.
 */
export function kaimingNormal({ seed }: KaimingNormalOptions = {}): KernelInitializer {
  // Told as in a saved model: the base class that layers want of an initialiser itself is not exported.
  const told = { className: KaimingNormal.className, config: { seed: seed ?? Math.random() } };
  return told as unknown as KernelInitializer;
}

class KaimingNormal extends tf.serialization.Serializable {
  static className = "KaimingNormal";
  readonly #seed: number | string;

  constructor({ seed }: { readonly seed: number | string }) {
    super();
    this.#seed = seed;
  }

  /** @param shape `[…, inputs, outputs]`, such as a convolution's `[height, width, inputs, outputs]` */
  apply(shape: number[]): tf.Tensor {
    const outputs = shape.at(-1) ?? 1;
    const places = shape.slice(0, -2).reduce((product, size) => product * size, 1);
    const values = normals(
      shape.reduce((product, size) => product * size, 1),
      { deviation: Math.sqrt(2 / (places * outputs)), seed: this.#seed },
    );
    return tf.tensor(values, shape);
  }

  getConfig(): tf.serialization.ConfigDict {
    return { seed: this.#seed };
  }
}

tf.serialization.registerClass(KaimingNormal);
