import { fraction, notNegative } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import { binaryLoss } from "./binary-loss.ts";
import type { Loss } from "./loss.ts";

export interface BinaryFocalOptions {
  /** How strongly examples that are easy by now are left aside; 0 makes it cross-entropy. */
  readonly gamma?: number;
  /** What an example whose answer is yes counts for, 0 … 1; one that is no counts 1 − alpha. Unless told, each counts 1. */
  readonly alpha?: number;
}

/**
 * Focal loss for yes or no: cross-entropy in which an example counts (1 − probability of its answer)^gamma, so that the many easy ones
 * don't drown the few hard ones. In nats.
 *
 * Takes logits `[N, 1]` and labels 0 or 1, `[N]`, or shares of yes; applies the sigmoid itself. Lin et al., "Focal Loss for Dense Object
 * Detection" (2017), who take gamma 2 and alpha 0.25; equal to torchvision's `sigmoid_focal_loss` (whose alpha of −1 is none here).
 *
 * @throws RangeError when `gamma` is negative or `alpha` is not within 0 … 1
 */
export function binaryFocal({ gamma = 2, alpha }: BinaryFocalOptions = {}): Loss {
  notNegative({ gamma });
  if (alpha !== undefined) fraction({ alpha });
  return binaryLoss({
    name: "focal loss",
    unit: "nats",
    fromLogits: true,
    evaluate(logits, yes) {
      const upwards = answerLoss(logits, gamma);
      const downwards = answerLoss(tf.neg(logits), gamma);
      const ofYes = tf.mul(yes, alpha ?? 1);
      const ofNo = tf.mul(tf.sub(1, yes), alpha === undefined ? 1 : 1 - alpha);
      return {
        value: tf.add(tf.mul(ofYes, upwards.value), tf.mul(ofNo, downwards.value)),
        slope: tf.sub(tf.mul(ofNo, downwards.fall), tf.mul(ofYes, upwards.fall)),
      };
    },
  });
}

/** The loss of scores that should be high, and how fast it falls as they rise. */
function answerLoss(scores: tf.Tensor, gamma: number): { readonly value: tf.Tensor; readonly fall: tf.Tensor } {
  const [loss, missed] = [tf.softplus(tf.neg(scores)), tf.sigmoid(tf.neg(scores))]; // −log p and 1 − p
  const weight = tf.pow(missed, gamma);
  // The slope of (1 − p)^γ · L by the score is −(1 − p)^γ · (1 − p + γ · p · L).
  return { value: tf.mul(weight, loss), fall: tf.mul(weight, tf.add(missed, tf.mul(gamma, tf.mul(tf.sigmoid(scores), loss)))) };
}
