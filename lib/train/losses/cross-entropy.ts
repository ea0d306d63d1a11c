import { fraction, positive } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import { classShares } from "./class-shares.ts";
import type { Loss } from "./loss.ts";
import { tidied } from "./tidied.ts";

export interface CrossEntropyOptions {
  /** The part of each target, 0 … 1, that is taken from the right class and shared out among all classes alike. */
  readonly labelSmoothing?: number;
  /** What an example of each class counts for, such as more for a rare one: a positive number a class. */
  readonly classWeights?: readonly number[];
}

/**
 * Cross-entropy of class scores: the mean of −log(probability that the model gives to the right class), in nats.
 *
 * Takes logits `[N, classes]` and labels `[N]`, or the shares of the classes `[N, classes]`; applies softmax itself. Equal to PyTorch's
 * `CrossEntropyLoss`: with class weights the mean is Σ weight · loss / Σ weight of the right classes. That holds for shares too, so that
 * one-hot shares and labels are the same; there PyTorch divides by N. Label smoothing: Szegedy et al., "Rethinking the Inception
 * Architecture for Computer Vision" (2016).
 *
 * @throws RangeError when `labelSmoothing` is not within 0 … 1 or a weight is not positive; when called, for shapes that don't fit
 */
export function crossEntropy({ labelSmoothing = 0, classWeights }: CrossEntropyOptions = {}): Loss {
  fraction({ labelSmoothing });
  classWeights?.forEach((weight, label) => {
    positive({ [`classWeights[${label}]`]: weight });
  });

  /** The weight of each class, `[classes]`. */
  const weightsOf = (weights: readonly number[], classes: number): tf.Tensor => {
    if (weights.length !== classes)
      throw new RangeError(`Expected a class weight for each of the ${classes} classes that the model scores but got ${weights.length}.`);
    return tf.tensor1d([...weights]);
  };

  /** What −log(probability) of each class counts for, from the shares `[N, classes]`. */
  const countsOf = (shares: tf.Tensor): tf.Tensor => {
    const classes = shares.shape[1] as number;
    const smooth = labelSmoothing === 0 ? shares : tf.add(tf.mul(shares, 1 - labelSmoothing), labelSmoothing / classes); // [N, classes]
    return classWeights ? tf.mul(smooth, weightsOf(classWeights, classes)) : smooth; // [N, classes]
  };

  const weightOf = (shares: tf.Tensor): tf.Tensor => {
    const [count, classes] = shares.shape as [number, number];
    return classWeights ? tf.sum(tf.mul(shares, weightsOf(classWeights, classes))) : tf.scalar(count); // scalar
  };

  return tidied({
    name: "cross-entropy",
    unit: "nats",
    task: "classes",
    fromLogits: true,
    value(outputs, targets) {
      const shares = classShares(outputs, targets); // [N, classes]
      const counts = countsOf(shares); // [N, classes]
      const meanOf = tf.customGrad((logits, save) => {
        const logProbabilities = tf.logSoftmax(logits as tf.Tensor); // [N, classes]
        const probabilities = tf.exp(logProbabilities); // [N, classes]
        const expected = classWeights ? tf.mul(probabilities, tf.sum(counts, 1, true)) : probabilities; // [N, classes]
        const whole = weightOf(shares); // scalar
        (save as tf.GradSaveFunc)([tf.sub(expected, counts), whole]);
        return {
          value: tf.neg(tf.div(tf.sum(tf.mul(counts, logProbabilities)), whole)), // scalar
          // The gradient by the logits is simply (softmax − target) / N: fewer and more exact operations than the chain rule's.
          gradFunc: (by: tf.Tensor, [difference, total]: tf.Tensor[]) => tf.mul(difference as tf.Tensor, tf.div(by, total as tf.Tensor)), // [N, classes]
        };
      });
      return meanOf(outputs);
    },
    each: (outputs, targets) => tf.neg(tf.sum(tf.mul(countsOf(classShares(outputs, targets)), tf.logSoftmax(outputs)), 1)), // [N]
    weight: (outputs, targets) => weightOf(classShares(outputs, targets)), // scalar
  });
}
