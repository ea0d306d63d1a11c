import { tf } from "../../device/index.ts";
import { type ValueLoss, valueLoss } from "./value-loss.ts";

/**
 * Mean squared error: the mean of (output − target)². Large errors count much more than small ones; its best constant is the mean.
 *
 * Takes values `[N, 1]` and targets `[N]`, or both of any one shape; equal to PyTorch's `MSELoss`. A loss and a metric.
 */
export function meanSquaredError(): ValueLoss {
  return valueLoss("mean_squared_error", (outputs, targets) => tf.squaredDifference(outputs, targets));
}
