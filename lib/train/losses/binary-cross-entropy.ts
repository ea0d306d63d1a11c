import { tf } from "../../device/index.ts";
import { binaryLoss } from "./binary-loss.ts";
import type { Loss } from "./loss.ts";

/** No single logarithm counts for less, so that a probability of 0 for what is right costs much and not infinitely much. */
const lowestLog = -100;

/** Keeps the slope finite where a probability is 0 or 1. */
const leastVariance = 1e-12;

/**
 * Binary cross-entropy of probabilities: the mean of −log(probability of the right answer), in nats.
 *
 * Takes the probability of yes, `[N, 1]` from a sigmoid, and labels 0 or 1, `[N]`, or shares of yes. Equal to PyTorch's `BCELoss`, also at
 * 0 and 1. Prefer `binaryCrossEntropyWithLogits`: a sigmoid that is rounded to 0 or 1 has lost what the score knew.
 */
export function binaryCrossEntropy(): Loss {
  return binaryLoss({
    name: "binary cross-entropy",
    unit: "nats",
    fromLogits: false,
    evaluate(probabilities, yes) {
      const others = tf.sub(1, probabilities);
      const ofYes = tf.mul(yes, tf.maximum(tf.log(probabilities), lowestLog));
      const ofNo = tf.mul(tf.sub(1, yes), tf.maximum(tf.log(others), lowestLog));
      const variance = tf.maximum(tf.mul(probabilities, others), leastVariance);
      return { value: tf.neg(tf.add(ofYes, ofNo)), slope: tf.div(tf.sub(probabilities, yes), variance) };
    },
  });
}
