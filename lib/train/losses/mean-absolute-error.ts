import { tf } from "../../device/index.ts";
import { type ValueLoss, valueLoss } from "./value-loss.ts";
import { withSlope } from "./with-slope.ts";

/**
 * Mean absolute error: the mean of |output − target|, in the unit of the targets. A few wild targets move it little; its best constant is
 * the median.
 *
 * Takes values `[N, 1]` and targets `[N]`, or both of any one shape; equal to PyTorch's `L1Loss`. A loss and a metric.
 */
export function meanAbsoluteError(): ValueLoss {
  return valueLoss("mean_absolute_error", (outputs, targets) =>
    // The slope at 0 is 0, as in PyTorch; that of `tf.abs` is −1 there.
    withSlope(tf.sub(outputs, targets), (difference) => ({ value: tf.abs(difference), slope: tf.sign(difference) })),
  );
}
