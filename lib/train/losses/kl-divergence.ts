import { tf } from "../../device/index.ts";
import { classLoss } from "./class-loss.ts";
import type { Loss } from "./loss.ts";

/** The smallest normal number of float32: its logarithm is finite, and times a share of 0 it is 0. */
const leastShare = 1.2e-38;

/**
 * Kullback-Leibler divergence of the model's probabilities from the target shares: the mean of Σ share · log(share / probability), in
 * nats; 0 where the two agree. It is the cross-entropy less what even a perfect model could not avoid, so its gradient is the same.
 *
 * Takes logits `[N, classes]` and shares `[N, classes]`, such as a teacher's probabilities, or labels `[N]`; applies softmax itself. Kullback and
 * Leibler, "On Information and Sufficiency" (1951); equal to PyTorch's `KLDivLoss(reduction="batchmean")` after `log_softmax`.
 */
export function klDivergence(): Loss {
  return classLoss({
    name: "Kullback-Leibler divergence",
    unit: "nats",
    terms: (logProbabilities, shares) => ({
      value: tf.mul(shares, tf.sub(tf.log(tf.maximum(shares, leastShare)), logProbabilities)), // [N, classes]
      pull: shares,
    }),
  });
}
