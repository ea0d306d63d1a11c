import { notNegative, positive } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import { classLoss } from "./class-loss.ts";
import type { Loss } from "./loss.ts";

export interface FocalOptions {
  /** How strongly examples that are easy by now are left aside; 0 makes it cross-entropy. */
  readonly gamma?: number;
  /** What each class counts for, a positive number a class. */
  readonly alpha?: readonly number[];
}

/**
 * Focal loss for classes: cross-entropy in which an example counts (1 − probability of its class)^gamma, so that the many easy ones don't
 * drown the few hard ones. In nats.
 *
 * Takes logits `[N, classes]` and labels `[N]`, or shares of the classes; applies softmax itself. Lin et al., "Focal Loss for Dense Object
 * Detection" (2017). For one score that answers yes or no there is `binaryFocal`.
 *
 * @throws RangeError when `gamma` is negative or an alpha is not positive
 */
export function focal({ gamma = 2, alpha }: FocalOptions = {}): Loss {
  notNegative({ gamma });
  alpha?.forEach((weight, label) => {
    positive({ [`alpha[${label}]`]: weight });
  });
  return classLoss({
    name: "focal loss",
    unit: "nats",
    terms(logProbabilities, shares) {
      const classes = shares.shape[1] as number;
      if (alpha && alpha.length !== classes)
        throw new RangeError(`Expected an alpha for each of the ${classes} classes that the model scores but got ${alpha.length}`);
      const counts = alpha ? tf.mul(shares, tf.tensor1d([...alpha])) : shares; // [N, classes]
      const loss = tf.neg(logProbabilities); // [N, classes]
      const missed = tf.neg(tf.expm1(logProbabilities)); // 1 − p, exact also where p is almost 1
      const weight = tf.mul(counts, tf.pow(missed, gamma)); // [N, classes]
      // The slope of (1 − p)^γ · L by −log p is (1 − p)^γ · (1 + γ · p · L / (1 − p)), and L / (1 − p) nears 1 as p does.
      const lossByMissed = tf.where(tf.greater(missed, 0), tf.div(loss, tf.maximum(missed, 1e-38)), tf.onesLike(missed)); // [N, classes]
      const steeper = tf.add(1, tf.mul(gamma, tf.mul(tf.exp(logProbabilities), lossByMissed))); // [N, classes]
      return { value: tf.mul(weight, loss), pull: tf.mul(weight, steeper) };
    },
  });
}
