import { lessThanOne, notNegative, positive } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import type { Optimizer, Slots } from "./optimizer.ts";
import { knownOptions } from "./options.ts";
import { runningMean } from "./running-mean.ts";
import { withDecay } from "./weight-decay.ts";

export interface RmspropOptions {
  /** Share of the running mean of squared gradients that each update keeps. */
  readonly alpha?: number;
  /** Share of the last change that goes into the next one. */
  readonly momentum?: number;
  /** Divides by the gradients' deviation from their own running mean, not by their size. */
  readonly centered?: boolean;
  /** Keeps the division from dividing by zero. */
  readonly epsilon?: number;
  /** Draws each weight towards 0 by this part of itself, through the gradient. */
  readonly weightDecay?: number;
}

/**
 * RMSprop: each gradient is divided by its running size (root mean square), so that all weights move at about the same speed.
 *
 * `weight ← weight − rate · gradient / (√square + epsilon)`
 *
 * Hinton, "Neural Networks for Machine Learning", lecture 6e (2012), and for `centered` Graves, "Generating Sequences With Recurrent
 * Neural Networks" (2013); equal to PyTorch's `torch.optim.RMSprop`. One thing differs: where rounding makes a centred square negative,
 * it counts as 0, and the weights don't become NaN.
 *
 * @throws RangeError when `alpha` or `momentum` is not at least 0 and below 1, `epsilon` not positive, or `weightDecay` negative
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  knownOptions("rmsprop", options, ["alpha", "momentum", "centered", "epsilon", "weightDecay"]);
  const { alpha = 0.99, momentum = 0, centered = false, epsilon = 1e-8, weightDecay = 0 } = options;
  lessThanOne({ alpha, momentum });
  positive({ epsilon });
  notNegative({ weightDecay });
  /** The gradients' size or deviation, and the means that it comes from. */
  const spread = (slots: Slots, gradient: tf.Tensor) => {
    const square = runningMean(slots["square"], tf.square(gradient), alpha);
    if (!centered) return { size: tf.sqrt(square), means: { square } };
    const mean = runningMean(slots["mean"], gradient, alpha);
    return { size: tf.sqrt(tf.relu(tf.sub(square, tf.square(mean)))), means: { square, mean } };
  };
  return {
    name: momentum === 0 ? "RMSprop" : "RMSprop with momentum",
    slots: ["square", ...(centered ? ["mean"] : []), ...(momentum === 0 ? [] : ["velocity"])],
    learningRate: 1e-2,
    ...(momentum !== 0 && { momentum }),
    update(input) {
      const gradient = withDecay(input, weightDecay);
      const { size, means } = spread(input.slots, gradient);
      const change = tf.div(gradient, tf.add(size, epsilon));
      if (momentum === 0) return { variable: tf.sub(input.variable, tf.mul(input.learningRate, change)), slots: means };
      const velocity = tf.add(tf.mul(input.slots["velocity"] ?? 0, input.momentum), change);
      return { variable: tf.sub(input.variable, tf.mul(input.learningRate, velocity)), slots: { ...means, velocity } };
    },
  };
}
