import { positive } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import { binaryLoss } from "./binary-loss.ts";
import type { Loss } from "./loss.ts";

export interface HingeOptions {
  /** How far on the right side of 0 a score has to be to cost nothing. */
  readonly margin?: number;
}

/**
 * Hinge loss for yes or no: max(0, margin − score) where the answer is yes, max(0, margin + score) where it is no. What is right by the
 * margin is left alone. The loss of support vector machines: Cortes and Vapnik, "Support-vector networks" (1995).
 *
 * Takes scores `[N, 1]` and labels 0 or 1, `[N]`, as everywhere here: never −1. For classes there is `multiClassHinge`.
 *
 * @throws RangeError when `margin` is not positive
 */
export function hinge({ margin = 1 }: HingeOptions = {}): Loss {
  positive({ margin });
  return binaryLoss({
    name: "hinge",
    fromLogits: true,
    evaluate(scores, yes) {
      const no = tf.sub(1, yes);
      const [missingUp, missingDown] = [tf.relu(tf.sub(margin, scores)), tf.relu(tf.add(margin, scores))];
      return {
        value: tf.add(tf.mul(yes, missingUp), tf.mul(no, missingDown)),
        slope: tf.sub(tf.mul(no, tf.step(missingDown)), tf.mul(yes, tf.step(missingUp))),
      };
    },
  });
}
