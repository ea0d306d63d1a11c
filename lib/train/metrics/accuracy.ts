import { tf } from "../../device/index.ts";
import { decisions } from "./decisions.ts";
import { type Metric, ratioOfSums } from "./metric.ts";

/**
 * The part of examples that the model decides rightly, 0 … 1: the class with the highest score, or yes where its probability is above
 * one half. Takes scores `[N, classes]`, or `[N, 1]` for yes or no, and labels `[N]`.
 */
export const accuracy: Metric = {
  name: "accuracy",
  measure(outputs, labels, meaning) {
    const right = tf.sum(tf.equal(decisions(outputs, meaning), tf.cast(labels, "int32"))); // scalar
    return tf.stack([tf.cast(right, "int32"), tf.scalar(labels.size, "int32")]); // [2]
  },
  combine: ratioOfSums,
};
