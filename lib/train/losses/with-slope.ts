import { tf } from "../../device/index.ts";

/** A function of each value and its slope there, both tensors of the values' shape. */
export interface ValueAndSlope {
  readonly value: tf.Tensor;
  readonly slope: tf.Tensor;
}

/**
 * Applies a function to each value with the slope that is given for it. Slopes written down are fewer operations than the chain rule's and
 * are right where its parts overflow, or have no slope of their own, as |x| at 0.
 *
 * @param evaluate computes value and slope; runs once
 */
export function withSlope(values: tf.Tensor, evaluate: (values: tf.Tensor) => ValueAndSlope): tf.Tensor {
  const apply = tf.customGrad((input, save) => {
    const { value, slope } = evaluate(input as tf.Tensor);
    (save as tf.GradSaveFunc)([slope]);
    return { value, gradFunc: (by: tf.Tensor, [saved]: tf.Tensor[]) => tf.mul(by, saved as tf.Tensor) };
  });
  return apply(values);
}
