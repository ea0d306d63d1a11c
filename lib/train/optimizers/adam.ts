import { lessThanOne, notNegative, positive } from "../../base/index.ts";
import { hasOwnOperations, nativeOperation, tf } from "../../device/index.ts";
import type { Optimizer, UpdateInput } from "./optimizer.ts";
import { knownOptions } from "./options.ts";
import { runningMean } from "./running-mean.ts";
import { withDecay } from "./weight-decay.ts";

export interface AdamOptions {
  /** Share of the running mean of gradients that each update keeps; its momentum. */
  readonly beta1?: number;
  /** Share of the running mean of squared gradients that each update keeps. */
  readonly beta2?: number;
  /** Keeps the division from dividing by zero. */
  readonly epsilon?: number;
  /** Draws each weight towards 0 by this part of itself: in `adam` through the gradient, in `adamW` beside it, times the rate. */
  readonly weightDecay?: number;
}

/**
 * Adam: each weight has a step size of its own, from running means of its gradient and of the gradient's square.
 *
 * `weight ← weight − rate · mean / (√square + epsilon)`, both means corrected for their begin at zero
 *
 * Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015), algorithm 1; equal to PyTorch's `torch.optim.Adam`. Its weight
 * decay goes through the means, which makes it weak where gradients are large: `adamW` is the better one.
 *
 * @throws RangeError when a beta is not at least 0 and below 1, `epsilon` not positive, or `weightDecay` negative
 */
export function adam(options: AdamOptions = {}): Optimizer {
  const { momentum, weightDecay, adapt } = prepare("adam", options, 0);
  return {
    name: "Adam",
    slots: ["mean", "square"],
    learningRate: 1e-3,
    momentum,
    update: (input) => adapt(input, withDecay(input, weightDecay), input.variable),
  };
}

/**
 * Adam with weight decay beside the gradient, the same for all weights: each first loses `rate · weightDecay` of itself.
 *
 * Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (2019), algorithm 2; equal to PyTorch's `torch.optim.AdamW`, whose
 * decay is 0.01 unless told, too.
 *
 * @throws RangeError when a beta is not at least 0 and below 1, `epsilon` not positive, or `weightDecay` negative
 */
export function adamW(options: AdamOptions = {}): Optimizer {
  const { momentum, weightDecay, adapt } = prepare("adamW", options, 0.01);
  return {
    name: "AdamW",
    slots: ["mean", "square"],
    learningRate: 1e-3,
    momentum,
    update(input) {
      const kept = tf.sub(1, tf.mul(input.learningRate, weightDecay)); // scalar
      return adapt(input, input.gradient, tf.mul(input.variable, kept));
    },
  };
}

/** What both have in common. @param usualDecay the weight decay where none is told */
function prepare(maker: string, options: AdamOptions, usualDecay: number) {
  knownOptions(maker, options, ["beta1", "beta2", "epsilon", "weightDecay"]);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = usualDecay } = options;
  lessThanOne({ beta1, beta2 });
  positive({ epsilon });
  notNegative({ weightDecay });
  /** The update of weights from a gradient, where a decay may have changed either. */
  const adapt = ({ slots, learningRate, step, momentum }: UpdateInput, gradient: tf.Tensor, weights: tf.Tensor) => {
    // Both means begin at zero; dividing them by 1 − βᵗ makes up for it. Done on scalars, it costs next to nothing.
    const meanCorrection = tf.sub(1, tf.pow(momentum, step)); // scalar
    // 1 − βᵗ = −expm1(t · ln β) keeps all digits where β is close to 1.
    const rootCorrection = tf.sqrt(tf.neg(tf.expm1(tf.mul(step, Math.log(beta2))))); // scalar
    const rate = tf.div(tf.mul(learningRate, rootCorrection), meanCorrection); // scalar
    const floor = tf.mul(rootCorrection, epsilon); // scalar
    const { mean: lastMean, square: lastSquare } = slots;
    if (lastMean && lastSquare && hasOwnOperations()) {
      const inputs = [weights, gradient, lastMean, lastSquare, momentum, rate, floor];
      const updated = nativeOperation("DescentAdam", { inputs, attributes: { square_share: { float: beta2 } }, outputs: 3 });
      const [variable, mean, square] = updated as [tf.Tensor, tf.Tensor, tf.Tensor];
      return { variable, slots: { mean, square } };
    }
    const mean = tf.add(tf.mul(lastMean ?? 0, momentum), tf.mul(gradient, tf.sub(1, momentum)));
    const square = runningMean(lastSquare, tf.square(gradient), beta2);
    const change = tf.mul(rate, tf.div(mean, tf.add(tf.sqrt(square), floor)));
    return { variable: tf.sub(weights, change), slots: { mean, square } };
  };
  return { momentum: beta1, weightDecay, adapt };
}
