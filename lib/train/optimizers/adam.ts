import { fraction, positive } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import type { Optimizer } from "./optimizer.ts";

export interface AdamOptions {
  /** Share of the running mean of gradients that each update keeps. */
  readonly beta1?: number;
  /** Share of the running mean of squared gradients that each update keeps. */
  readonly beta2?: number;
  /** Keeps the division from dividing by zero. */
  readonly epsilon?: number;
}

/**
 * Adam: each weight has a step size of its own, from running means of its gradient and of the gradient's square.
 *
 * Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015), algorithm 1; equal to PyTorch's `torch.optim.Adam`.
 *
 * @throws RangeError when a beta is not within 0 … 1 or epsilon is not positive
 */
export function adam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions = {}): Optimizer {
  fraction({ beta1, beta2 });
  positive({ epsilon });
  return {
    name: "Adam",
    slots: ["mean", "square"],
    update({ variable, gradient, slots, learningRate, step }) {
      const mean = tf.add(tf.mul(slots["mean"] ?? 0, beta1), tf.mul(gradient, 1 - beta1));
      const square = tf.add(tf.mul(slots["square"] ?? 0, beta2), tf.mul(tf.square(gradient), 1 - beta2));
      // Both means begin at zero; dividing them by 1 − βᵗ makes up for it. Done on scalars, it costs nothing.
      const meanCorrection = tf.sub(1, tf.pow(beta1, step)); // scalar
      const rootCorrection = tf.sqrt(tf.sub(1, tf.pow(beta2, step))); // scalar
      const rate = tf.div(tf.mul(learningRate, rootCorrection), meanCorrection); // scalar
      const change = tf.mul(rate, tf.div(mean, tf.add(tf.sqrt(square), tf.mul(rootCorrection, epsilon))));
      return { variable: tf.sub(variable, change), slots: { mean, square } };
    },
  };
}
