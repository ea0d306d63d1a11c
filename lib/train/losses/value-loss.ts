import { tf } from "../../device/index.ts";
import { type Metric, ratioOfSums } from "../metrics/metric.ts";
import type { Loss } from "./loss.ts";
import { matchingTargets, meanOfEach } from "./matching-targets.ts";
import { tidied } from "./tidied.ts";

/** A loss of values that serves as a metric as well. */
export type ValueLoss = Loss & Metric;

/**
 * The mean of an error over all values, as a loss and as a metric.
 *
 * @param errors the error of each value, from outputs and targets of the same shape
 */
export function valueLoss(name: string, errors: (outputs: tf.Tensor, targets: tf.Tensor) => tf.Tensor): ValueLoss {
  const of = (outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor => errors(outputs, matchingTargets(outputs, targets));
  return tidied({
    name,
    task: "values",
    fromLogits: false,
    lowerIsBetter: true,
    value: (outputs, targets) => tf.mean(of(outputs, targets)), // scalar
    each: (outputs, targets) => meanOfEach(of(outputs, targets)), // [N]
    measure: (outputs, targets) => tf.stack([tf.sum(of(outputs, targets)), tf.scalar(outputs.size)]), // [2]
    combine: ratioOfSums,
  });
}
