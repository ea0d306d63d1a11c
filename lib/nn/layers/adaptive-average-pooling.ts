import { positiveInteger } from "../../base/index.ts";
import { tf } from "../../device/index.ts";

export interface AdaptiveAveragePoolingOptions {
  readonly name?: string;
  /** Height and width that come out. */
  readonly size: readonly [number, number];
}

/**
 * Pools pictures of any size to one size: `[N, H, W, C]` → `[N, size[0], size[1], C]`, each result the mean of its part of the picture.
 *
 * Row i of the result is the mean of the rows ⌊i · H / size⌋ to ⌈(i + 1) · H / size⌉ − 1: parts overlap where H is no multiple of the
 * size, and pixels are repeated where H is smaller. PyTorch's `AdaptiveAvgPool2d`.
 *
 * @throws RangeError when a size is not a positive integer
 */
export function adaptiveAveragePooling(options: AdaptiveAveragePoolingOptions): AdaptiveAveragePooling {
  return new AdaptiveAveragePooling(options);
}

export class AdaptiveAveragePooling extends tf.layers.Layer {
  static className = "AdaptiveAveragePooling2d";
  readonly #size: readonly [number, number];

  constructor({ size, ...layer }: AdaptiveAveragePoolingOptions) {
    const [height, width] = size;
    positiveInteger({ height, width });
    super(layer);
    this.#size = [height, width];
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [count, , , channels] = inputShape as tf.Shape;
    return [count ?? null, ...this.#size, channels ?? null];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs;
    const [count, height, width, channels] = x.shape as [number, number, number, number];
    const [rows, columns] = this.#size;
    return tf.tidy(() => {
      if (height === rows && width === columns) return tf.clone(x);
      // A mean of rows is a product with a matrix of shares; so is a mean of columns.
      const wide = tf.matMul(shares(height, rows), x.reshape([count, height, width * channels])); // [N, rows, W·C]
      const pooled = tf.matMul(shares(width, columns), wide.reshape([count * rows, width, channels])); // [N·rows, columns, C]
      return pooled.reshape([count, rows, columns, channels]); // [N, rows, columns, C]
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), size: [...this.#size] };
  }
}

/** The share of each of `from` pixels in each of `to` means, `[1, to, from]`. */
function shares(from: number, to: number): tf.Tensor3D {
  const values = new Float32Array(to * from);
  for (let part = 0; part < to; part++) {
    const start = Math.floor((part * from) / to);
    const end = Math.ceil(((part + 1) * from) / to);
    values.fill(1 / (end - start), part * from + start, part * from + end);
  }
  return tf.tensor3d(values, [1, to, from]);
}

tf.serialization.registerClass(AdaptiveAveragePooling);
