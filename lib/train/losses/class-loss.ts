import { tf } from "../../device/index.ts";
import { classShares } from "./class-shares.ts";
import type { Loss } from "./loss.ts";
import { tidied } from "./tidied.ts";

/** Of one term for each example and class, `[N, classes]`. */
export interface ClassTerms {
  /** What the class adds to the loss of the example. */
  readonly value: tf.Tensor;
  /** By how much that falls as the logarithm of the class's probability rises. */
  readonly pull: tf.Tensor;
}

export interface ClassLossDefinition extends Pick<Loss, "name" | "unit"> {
  /** @param shares how much of each class each example is, `[N, classes]`; with log-probabilities of the same shape */
  terms(logProbabilities: tf.Tensor, shares: tf.Tensor): ClassTerms;
}

/**
 * A loss of logits `[N, classes]` that is a sum over the classes of a function of each class's log-probability: the mean over the
 * examples. Softmax and its slope are taken here: class j's logit moves class c's log-probability by δ(c, j) − p(j), so the gradient by
 * the logits is p · Σ pull − pull.
 */
export function classLoss({ terms, ...named }: ClassLossDefinition): Loss {
  const each = (outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor => {
    const shares = classShares(outputs, targets); // [N, classes]
    const apply = tf.customGrad((logits, save) => {
      const logProbabilities = tf.logSoftmax(logits as tf.Tensor); // [N, classes]
      const { value, pull } = terms(logProbabilities, shares);
      const slope = tf.sub(tf.mul(tf.exp(logProbabilities), tf.sum(pull, 1, true)), pull); // [N, classes]
      (save as tf.GradSaveFunc)([slope]);
      return {
        value: tf.sum(value, 1), // [N]
        gradFunc: (by: tf.Tensor, [saved]: tf.Tensor[]) => tf.mul(tf.expandDims(by, 1), saved as tf.Tensor), // [N, classes]
      };
    });
    return apply(outputs);
  };
  return tidied({
    ...named,
    task: "classes",
    fromLogits: true,
    value: (outputs, targets) => tf.mean(each(outputs, targets)), // scalar
    each,
  });
}
