import { oneOf, positive } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import type { Callback, Gradients } from "./callback.ts";

/** How far gradients may go: all of them together (`norm`), or each number (`value`). */
export type ClipOptions = { readonly norm: number; readonly value?: undefined } | { readonly value: number; readonly norm?: undefined };

/** PyTorch's: keeps the division from dividing by zero. */
const epsilon = 1e-6;

/**
 * Keeps gradients from becoming so large that one step destroys what was learnt.
 *
 * With `norm`, all gradients are made smaller by the same factor where the length of the vector of all their numbers is above it: the
 * direction stays. Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks" (2013); equal to PyTorch's
 * `clip_grad_norm_`. With `value`, each number is brought into −value … value; PyTorch's `clip_grad_value_`.
 *
 * @throws RangeError when neither or both are given, or one is not positive
 * @example
 * await learner.fit(3, { callbacks: [clipGradients({ norm: 1 })] });
 */
export function clipGradients(options: ClipOptions): Callback {
  const { norm, value } = options ?? {};
  for (const name of Object.keys(options ?? {})) oneOf({ "each option of clipGradients": name }, ["norm", "value"]);
  if ((norm === undefined) === (value === undefined)) {
    throw new RangeError(
      `Expected clipGradients({ norm: 1 }) or clipGradients({ value: 0.5 }) but got ${norm === undefined ? "neither norm nor value" : "both norm and value"}`,
    );
  }
  if (value === undefined) {
    positive({ norm });
    return { name: "clipGradients", changeGradients: (gradients) => shortened(gradients, norm as number) };
  }
  positive({ value });
  return {
    name: "clipGradients",
    changeGradients: (gradients) => mapped(gradients, (gradient) => tf.clipByValue(gradient, -value, value)),
  };
}

/** The gradients, times one factor, so that all their numbers together have no larger a norm than `most`. */
function shortened(gradients: Gradients, most: number): Gradients {
  const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient))); // scalars
  if (squares.length === 0) return gradients;
  const norm = tf.sqrt(tf.addN(squares)); // scalar
  const factor = tf.minimum(tf.div(most, tf.add(norm, epsilon)), 1); // scalar
  return mapped(gradients, (gradient) => tf.mul(gradient, factor));
}

const mapped = (gradients: Gradients, change: (gradient: tf.Tensor) => tf.Tensor): Gradients =>
  Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, change(gradient)]));
