import { notNegative, positive } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import type { Optimizer } from "./optimizer.ts";
import { knownOptions } from "./options.ts";
import { withDecay } from "./weight-decay.ts";

export interface AdagradOptions {
  /** What the sum of squares begins with. */
  readonly initialSum?: number;
  /** Keeps the division from dividing by zero. */
  readonly epsilon?: number;
  /** Draws each weight towards 0 by this part of itself, through the gradient. */
  readonly weightDecay?: number;
}

/**
 * Adagrad: weights whose gradients were large so far take smaller steps, rarely used ones larger. Steps only ever get smaller.
 *
 * `sum ← sum + gradient²`, `weight ← weight − rate · gradient / (√sum + epsilon)`
 *
 * Duchi, Hazan and Singer, "Adaptive Subgradient Methods" (2011); equal to PyTorch's `torch.optim.Adagrad`, without its `lr_decay`, for
 * which there are schedules.
 *
 * @throws RangeError when `epsilon` is not positive, or `initialSum` or `weightDecay` negative
 */
export function adagrad(options: AdagradOptions = {}): Optimizer {
  knownOptions("adagrad", options, ["initialSum", "epsilon", "weightDecay"]);
  const { initialSum = 0, epsilon = 1e-10, weightDecay = 0 } = options;
  positive({ epsilon });
  notNegative({ initialSum, weightDecay });
  return {
    name: "Adagrad",
    slots: ["sum"],
    learningRate: 1e-2,
    update(input) {
      const gradient = withDecay(input, weightDecay);
      const sum = tf.add(input.slots["sum"] ?? 0, tf.square(gradient)); // without what it begins with, for slots begin as zeros
      const root = tf.sqrt(initialSum === 0 ? sum : tf.add(sum, initialSum));
      const change = tf.mul(input.learningRate, tf.div(gradient, tf.add(root, epsilon)));
      return { variable: tf.sub(input.variable, change), slots: { sum } };
    },
  };
}
