import { tf } from "../../device/index.ts";
import { type Metric, ratioOfSums } from "./metric.ts";

/** The part of examples whose right class got the highest score, 0 … 1. Takes scores `[N, classes]` and labels `[N]`. */
export const accuracy: Metric = {
  name: "accuracy",
  measure(outputs, labels) {
    const right = tf.sum(tf.equal(tf.argMax(outputs, 1), labels)); // scalar
    return tf.stack([tf.cast(right, "int32"), tf.scalar(labels.size, "int32")]); // [2]
  },
  combine: ratioOfSums,
};
