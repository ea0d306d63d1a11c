import { tf } from "../../device/index.ts";
import type { Loss } from "./loss.ts";

/**
 * Cross-entropy of class scores: the mean of −log(probability that the model gives to the right class), in nats.
 *
 * Takes logits `[N, classes]` and labels `[N]`, or the shares of the classes `[N, classes]`, applies softmax itself, as PyTorch's
 * `CrossEntropyLoss` does.
 */
export const crossEntropy: Loss = {
  name: "cross-entropy",
  unit: "nats",
  fromLogits: true,
  value(outputs, labels) {
    const [count = 1, classes = 1] = outputs.shape;
    const targets = labels.rank === 2 ? labels : tf.oneHot(tf.cast(labels, "int32"), classes); // [N, classes]
    const meanOf = tf.customGrad((logits, save) => {
      const scores = logits as tf.Tensor;
      const logProbabilities = tf.logSoftmax(scores); // [N, classes]
      (save as tf.GradSaveFunc)([tf.sub(tf.exp(logProbabilities), targets)]); // [N, classes]
      return {
        value: tf.neg(tf.div(tf.sum(tf.mul(targets, logProbabilities)), count)), // scalar
        // The gradient by the logits is simply (softmax − target) / N: fewer and more exact operations than the chain rule's.
        gradFunc: (by: tf.Tensor, [difference]: tf.Tensor[]) => tf.mul(difference as tf.Tensor, tf.div(by, count)), // [N, classes]
      };
    });
    return meanOf(outputs);
  },
};
