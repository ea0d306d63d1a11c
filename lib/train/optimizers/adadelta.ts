import { lessThanOne, notNegative, positive } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import type { Optimizer } from "./optimizer.ts";
import { knownOptions } from "./options.ts";
import { runningMean } from "./running-mean.ts";
import { withDecay } from "./weight-decay.ts";

export interface AdadeltaOptions {
  /** Share of both running means that each update keeps. */
  readonly rho?: number;
  /** What the very first changes come from, and what keeps the division from dividing by zero. */
  readonly epsilon?: number;
  /** Draws each weight towards 0 by this part of itself, through the gradient. */
  readonly weightDecay?: number;
}

/**
 * Adadelta: the size of each step is the running size of the changes so far, over that of the gradients, so that no learning rate has to
 * be chosen: it is 1 unless told.
 *
 * `change = √(changes + epsilon) / √(square + epsilon) · gradient`, `weight ← weight − rate · change`
 *
 * Zeiler, "ADADELTA: An Adaptive Learning Rate Method" (2012), algorithm 1; equal to PyTorch's `torch.optim.Adadelta`.
 *
 * @throws RangeError when `rho` is not at least 0 and below 1, `epsilon` not positive, or `weightDecay` negative
 */
export function adadelta(options: AdadeltaOptions = {}): Optimizer {
  knownOptions("adadelta", options, ["rho", "epsilon", "weightDecay"]);
  const { rho = 0.9, epsilon = 1e-6, weightDecay = 0 } = options;
  lessThanOne({ rho });
  positive({ epsilon });
  notNegative({ weightDecay });
  return {
    name: "Adadelta",
    slots: ["square", "changes"],
    learningRate: 1,
    update(input) {
      const gradient = withDecay(input, weightDecay);
      const square = runningMean(input.slots["square"], tf.square(gradient), rho);
      const size = tf.sqrt(tf.div(tf.add(input.slots["changes"] ?? 0, epsilon), tf.add(square, epsilon)));
      const change = tf.mul(size, gradient);
      const changes = runningMean(input.slots["changes"], tf.square(change), rho);
      return { variable: tf.sub(input.variable, tf.mul(input.learningRate, change)), slots: { square, changes } };
    },
  };
}
