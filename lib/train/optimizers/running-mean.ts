import { tf } from "../../device/index.ts";

/** A running mean after one more value: `share` of what it was, and the rest of the value. It begins at 0. */
export function runningMean(mean: tf.Tensor | undefined, value: tf.Tensor, share: number): tf.Tensor {
  return tf.add(tf.mul(mean ?? 0, share), tf.mul(value, 1 - share));
}
