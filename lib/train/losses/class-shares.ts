import { expectShape, tf } from "../../device/index.ts";

/**
 * How much of each class each example is, `[N, classes]`: shares as they are, labels as one-hot rows.
 *
 * @param outputs scores of the classes, `[N, classes]`
 * @param targets labels `[N]`, or shares `[N, classes]`
 * @throws RangeError when the shapes don't suit each other
 */
export function classShares(outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  expectShape({ outputs }, ["N", "classes"]);
  const [count, classes] = outputs.shape as [number, number];
  if (targets.rank === 2) {
    expectShape({ targets }, targets.shape[1] === 1 ? [count] : [count, classes]);
    return tf.cast(targets, "float32"); // [N, classes]
  }
  expectShape({ targets }, [count]);
  // Made as int32 and cast, for the engine wasm writes the bytes of integers whatever type is asked for.
  return tf.cast(tf.oneHot(tf.cast(targets, "int32"), classes), "float32"); // [N, classes]
}
