import { tf } from "../../device/index.ts";
import type { UpdateInput } from "./optimizer.ts";

/**
 * The gradient of the loss plus half of `weightDecay` times the sum of the squared weights (L2 regularisation): each weight is drawn
 * towards 0 by a part of itself.
 */
export function withDecay({ gradient, variable }: Pick<UpdateInput, "gradient" | "variable">, weightDecay: number): tf.Tensor {
  return weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(variable, weightDecay));
}
