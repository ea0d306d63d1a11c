import type { Batch } from "../data/index.ts";
import { tf } from "../device/index.ts";

/**
 * The scores that a model gives to each picture of a batch, `[N, outputs]`; it infers: dropout is off and batch normalisation uses its
 * averages. Where each picture came as several crops, the mean over these (Krizhevsky et al., "ImageNet classification", 2012).
 */
export function scoresOf(model: tf.LayersModel, { images, crops }: Pick<Batch, "images" | "crops">): tf.Tensor {
  return tf.tidy(() => {
    const scores = model.apply(images, { training: false }) as tf.Tensor; // [N · crops, outputs]
    if (crops === 1) return scores;
    return tf.mean(tf.reshape(scores, [-1, crops, scores.shape[1] as number]), 1); // [N, outputs]
  });
}

/** The class of each picture of a batch, `[N]`, whatever the number of its crops. */
export function labelsOf({ labels, crops }: Pick<Batch, "labels" | "crops">): tf.Tensor1D {
  if (crops === 1) return labels.clone();
  return tf.tidy(() => tf.slice(tf.reshape(labels, [-1, crops]), [0, 0], [-1, 1]).reshape([-1])); // [N]
}
