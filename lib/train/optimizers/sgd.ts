import { fraction } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import type { Optimizer } from "./optimizer.ts";

export interface SgdOptions {
  /** Share of the last change that goes into the next one; 0 for plain gradient descent. */
  readonly momentum?: number;
}

/**
 * Stochastic gradient descent: each weight goes against its gradient, with momentum if asked for.
 *
 * Sutskever et al., "On the importance of initialization and momentum in deep learning" (2013), in the form of PyTorch's
 * `torch.optim.SGD`, to which it is equal: the learning rate multiplies the velocity, not the gradient.
 *
 * @throws RangeError when `momentum` is not within 0 … 1
 */
export function sgd({ momentum = 0 }: SgdOptions = {}): Optimizer {
  fraction({ momentum });
  if (momentum === 0) {
    return {
      name: "SGD",
      slots: [],
      update: ({ variable, gradient, learningRate }) => ({ variable: tf.sub(variable, tf.mul(learningRate, gradient)), slots: {} }),
    };
  }
  return {
    name: "SGD with momentum",
    slots: ["velocity"],
    update({ variable, gradient, slots, learningRate }) {
      const velocity = tf.add(tf.mul(slots["velocity"] ?? 0, momentum), gradient);
      return { variable: tf.sub(variable, tf.mul(learningRate, velocity)), slots: { velocity } };
    },
  };
}
