import { fraction } from "../../base/index.ts";
import { tf, type UniformOptions, uniformAtStep } from "../../device/index.ts";
import { nextDraw } from "../random-step.ts";

export interface DropoutOptions {
  readonly name?: string;
  /** The same seed drops the same values in the same step. */
  readonly seed?: number | undefined;
}

/**
 * Dropout: in training each value is set to 0 with probability `rate`, and the others are divided by `1 − rate`, so that their sum is
 * expected to stay. Anew in each step, by the seed, the number of the step and the layer's place among those that drop; so a run can be
 * repeated, and resumed. Otherwise nothing is changed.
 *
 * Srivastava et al., "Dropout" (2014); PyTorch's `Dropout`.
 *
 * @param rate share of values that are dropped, 0 … 1
 * @throws RangeError when `rate` is outside
 * @example
 * dropout(0.5).apply(features, { training: true }); // half of them 0, half of them doubled
 */
export function dropout(rate = 0.5, options: DropoutOptions = {}): Dropout {
  return new Dropout({ rate, ...options });
}

export class Dropout extends tf.layers.Layer {
  /** Not Keras' name, for that layer draws from elsewhere. */
  static className = "SeededDropout";
  readonly #rate: number;
  readonly #seed: number | undefined;
  /** Calls in training outside of `atStep`, which take the place of steps. */
  #calls = 0;

  constructor({ rate, seed, ...layer }: DropoutOptions & { readonly rate: number }) {
    fraction({ rate });
    super(layer);
    this.#rate = rate;
    this.#seed = seed;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Readonly<Record<string, unknown>>): tf.Tensor {
    const x = Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs;
    return kwargs["training"] ? dropped(x, this.#rate, this.#draw()) : tf.clone(x);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.#rate, ...(this.#seed !== undefined && { seed: this.#seed }) };
  }

  #draw(): UniformOptions {
    const draw = nextDraw();
    if (draw) return { seed: `${this.#seed ?? 0}/${draw.place}`, step: draw.step };
    return { seed: this.#seed ?? this.name, step: this.#calls++ };
  }
}

tf.serialization.registerClass(Dropout);

/** The values of which each is 0 with probability `rate`, and the others are divided by `1 − rate`. */
export function dropped(x: tf.Tensor, rate: number, draw: UniformOptions): tf.Tensor {
  return tf.tidy(() => {
    if (rate === 0) return tf.clone(x);
    const kept = tf.greaterEqual(uniformAtStep(x.shape, draw), rate).toFloat(); // 0 or 1
    return tf.mul(x, tf.mul(kept, rate < 1 ? 1 / (1 - rate) : 0));
  });
}
