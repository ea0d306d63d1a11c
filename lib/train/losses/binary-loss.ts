import { tf } from "../../device/index.ts";
import type { Loss } from "./loss.ts";
import { meanOfEach, yesTargets } from "./matching-targets.ts";
import { tidied } from "./tidied.ts";
import { type ValueAndSlope, withSlope } from "./with-slope.ts";

/** What tells one loss for yes or no from another. */
export interface BinaryLossDefinition extends Pick<Loss, "name" | "unit" | "fromLogits"> {
  /**
   * The loss of each score and its slope by the score.
   *
   * @param yes how far the right answer is yes: 1 or 0, or a share where pictures were mixed; of the scores' shape
   */
  evaluate(scores: tf.Tensor, yes: tf.Tensor): ValueAndSlope;
}

/** A loss of scores `[N, 1]` for yes or no: the mean over all of them. */
export function binaryLoss({ evaluate, ...named }: BinaryLossDefinition): Loss {
  const of = (outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor => {
    const yes = yesTargets(outputs, targets); // as the outputs
    return withSlope(outputs, (scores) => evaluate(scores, yes));
  };
  return tidied({
    ...named,
    task: "binary",
    value: (outputs, targets) => tf.mean(of(outputs, targets)), // scalar
    each: (outputs, targets) => meanOfEach(of(outputs, targets)), // [N]
  });
}
