import { tf } from "../../device/index.ts";
import { matchingTargets } from "../losses/matching-targets.ts";
import type { Metric } from "./metric.ts";

/**
 * Root mean squared error, in the unit of the targets: √(mean of (output − target)²); the mean over these where an example has several
 * values `[N, values]`. scikit-learn's `root_mean_squared_error`.
 */
export function rootMeanSquaredError(): Metric {
  return {
    name: "root_mean_squared_error",
    lowerIsBetter: true,
    measure(outputs, labels) {
      const [count = 1] = outputs.shape;
      const squares = tf.squaredDifference(outputs, matchingTargets(outputs, labels)); // [N, values]
      return tf.concat([tf.tensor1d([count]), tf.sum(tf.reshape(squares, [count, -1]), 0)]); // [1 + values]
    },
    combine(batches) {
      const [count = 0, ...sums] = Array.from(batches[0] ?? [], (_, place) =>
        batches.reduce((sum, batch) => sum + (batch[place] as number), 0),
      );
      return sums.reduce((total, sum) => total + Math.sqrt(sum / count), 0) / sums.length;
    },
  };
}
