import { positiveInteger } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import { type Metric, ratioOfSums } from "./metric.ts";

/**
 * The part of examples whose right class is among the k with the highest scores, 0 … 1; of equal scores the class with the lower number
 * goes first, so that the best one is that of `accuracy`. scikit-learn's `top_k_accuracy_score`.
 *
 * @throws RangeError when `k` is not a positive integer, or the model scores fewer classes
 */
export function topKAccuracy(k = 5): Metric {
  positiveInteger({ k });
  return {
    name: `top_${k}_accuracy`,
    measure(outputs, labels) {
      const classes = outputs.shape[outputs.rank - 1] as number;
      if (k > classes)
        throw new RangeError(`Expected a model that scores at least ${k} classes, for topKAccuracy(${k}), but it scores ${classes}`);
      const { indices } = tf.topk(outputs, k); // [N, k]
      const right = tf.sum(tf.cast(tf.equal(indices, tf.cast(tf.expandDims(labels, 1), "int32")), "int32")); // scalar
      return tf.stack([right, tf.scalar(labels.size, "int32")]); // [2]
    },
    combine: ratioOfSums,
  };
}
