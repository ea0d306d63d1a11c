import { positive } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import { binaryLoss } from "./binary-loss.ts";
import type { Loss } from "./loss.ts";

export interface BinaryCrossEntropyOptions {
  /** What an example whose answer is yes counts for, where one that is no counts 1: more than 1 where yes is rare. */
  readonly positiveWeight?: number;
}

/**
 * Binary cross-entropy of scores: the mean of −log(probability of the right answer), in nats; it applies the sigmoid itself.
 *
 * Takes logits `[N, 1]` and labels 0 or 1, `[N]`, or shares of yes. Equal to PyTorch's `BCEWithLogitsLoss`, whose `pos_weight` is
 * `positiveWeight`.
 *
 * @throws RangeError when `positiveWeight` is not positive
 */
export function binaryCrossEntropyWithLogits({ positiveWeight = 1 }: BinaryCrossEntropyOptions = {}): Loss {
  positive({ positiveWeight });
  return binaryLoss({
    name: "binary cross-entropy",
    unit: "nats",
    fromLogits: true,
    evaluate(logits, yes) {
      const [weighted, no] = [tf.mul(yes, positiveWeight), tf.sub(1, yes)];
      const opposite = tf.neg(logits);
      // −log sigmoid(x) is softplus(−x), which neither overflows nor loses digits; its slope is −sigmoid(−x).
      return {
        value: tf.add(tf.mul(weighted, tf.softplus(opposite)), tf.mul(no, tf.softplus(logits))),
        slope: tf.sub(tf.mul(no, tf.sigmoid(logits)), tf.mul(weighted, tf.sigmoid(opposite))),
      };
    },
  });
}
