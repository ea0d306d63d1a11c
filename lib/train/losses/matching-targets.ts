import { tf } from "../../device/index.ts";

/**
 * Targets in the shape of the outputs, float32: labels `[N]` become `[N, 1]` for a model with one output. Without this, subtracting the
 * two would compare each with each, `[N, N]`, and nobody would notice.
 *
 * @throws RangeError when the two don't hold as many values
 */
export function matchingTargets(outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  const same = outputs.shape.length === targets.shape.length && outputs.shape.every((size, axis) => size === targets.shape[axis]);
  if (same) return tf.cast(targets, "float32");
  const [count = 1] = outputs.shape;
  if (outputs.size === count && targets.size === count && targets.shape[0] === count) {
    return tf.reshape(tf.cast(targets, "float32"), outputs.shape); // [N, 1]
  }
  throw new RangeError(
    `Expected a target for each output but got outputs [${outputs.shape.join(", ")}] and targets [${targets.shape.join(", ")}].\n  Labels [N] need a model with one output: tf.layers.dense({ units: 1 }) at its end. Classes? Then the loss is crossEntropy.`,
  );
}

/**
 * Targets for yes or no in the shape of the outputs, float32: as `matchingTargets`, and of the shares of no and yes `[N, 2]`, which mixed
 * pictures have, that of yes.
 *
 * @throws RangeError when the two don't fit
 */
export function yesTargets(outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  const [count, width] = targets.shape;
  const ofBoth = targets.rank === 2 && width === 2 && outputs.size === count;
  return matchingTargets(outputs, ofBoth ? tf.slice(targets, [0, 1], [-1, 1]) : targets); // [N, 1]
}

/** The mean over all axes but the first, `[N]`. */
export function meanOfEach(values: tf.Tensor): tf.Tensor {
  const [count = 1] = values.shape;
  return tf.mean(tf.reshape(values, [count, values.size / count]), 1); // [N]
}
