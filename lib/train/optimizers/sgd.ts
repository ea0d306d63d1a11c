import { lessThanOne, notNegative } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import type { Optimizer } from "./optimizer.ts";
import { knownOptions } from "./options.ts";
import { withDecay } from "./weight-decay.ts";

export interface SgdOptions {
  /** Share of the last change that goes into the next one; 0 for plain gradient descent. */
  readonly momentum?: number;
  /** Takes the slope from where the momentum is about to lead; needs momentum, and no dampening. */
  readonly nesterov?: boolean;
  /** Draws each weight towards 0 by this part of itself, times the rate. */
  readonly weightDecay?: number;
  /** Part of each gradient that the momentum leaves out, but for the first. */
  readonly dampening?: number;
}

/**
 * Stochastic gradient descent: each weight goes against its gradient, with momentum if asked for.
 *
 * `velocity ← momentum · velocity + gradient`, `weight ← weight − rate · velocity`
 *
 * Sutskever et al., "On the importance of initialization and momentum in deep learning" (2013), in the form of PyTorch's
 * `torch.optim.SGD`, to which it is equal: the learning rate multiplies the velocity, not the gradient.
 *
 * @throws RangeError when `momentum` or `dampening` is not at least 0 and below 1, `weightDecay` is negative, or `nesterov` has no
 * momentum or is dampened
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  knownOptions("sgd", options, ["momentum", "nesterov", "weightDecay", "dampening"]);
  const { momentum = 0, nesterov = false, weightDecay = 0, dampening = 0 } = options;
  lessThanOne({ momentum, dampening });
  notNegative({ weightDecay });
  if (nesterov && (momentum === 0 || dampening !== 0)) {
    throw new RangeError(
      `Expected a momentum above 0 and no dampening with nesterov but got momentum ${momentum} and dampening ${dampening}: sgd({ momentum: 0.9, nesterov: true })`,
    );
  }
  if (momentum === 0) {
    return {
      name: "SGD",
      slots: [],
      learningRate: 1e-3,
      update(input) {
        const gradient = withDecay(input, weightDecay);
        return { variable: tf.sub(input.variable, tf.mul(input.learningRate, gradient)), slots: {} };
      },
    };
  }
  return {
    name: nesterov ? "SGD with Nesterov momentum" : "SGD with momentum",
    slots: ["velocity"],
    learningRate: 1e-3,
    momentum,
    update(input) {
      const gradient = withDecay(input, weightDecay);
      const push = dampening === 0 ? gradient : tf.mul(gradient, undampened(input.step, dampening));
      const velocity = tf.add(tf.mul(input.slots["velocity"] ?? 0, input.momentum), push);
      const change = nesterov ? tf.add(gradient, tf.mul(velocity, input.momentum)) : velocity;
      return { variable: tf.sub(input.variable, tf.mul(input.learningRate, change)), slots: { velocity } };
    },
  };
}

/** Part of a gradient that goes into the velocity, a scalar: the whole of the first, which there is nothing to dampen by. */
function undampened(step: tf.Tensor, dampening: number): tf.Tensor {
  return tf.sub(1, tf.mul(dampening, tf.minimum(tf.sub(step, 1), 1)));
}
