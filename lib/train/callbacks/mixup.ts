import { positive, Random } from "../../base/index.ts";
import { symmetricBeta } from "../../data/transforms/beta.ts";
import { tf } from "../../device/index.ts";
import type { BatchTensors, Callback } from "./callback.ts";

export interface MixupOptions {
  /** Of the distribution Beta(alpha, alpha) that a share is drawn from: 1 draws evenly, smaller ones mix less. */
  readonly alpha?: number;
  /** What shares and partners are drawn from, with the number of the step: the same seed mixes alike in every fit. */
  readonly seed?: number | string;
}

/**
 * Trains on blends of two pictures: `λ · picture + (1 − λ) · another`, and their targets alike, λ drawn once a batch. The network becomes
 * less sure of itself, and mostly better. The training loss is then that of blends: higher than the validation loss, and no sign of harm.
 *
 * Zhang et al., "mixup: Beyond Empirical Risk Minimization" (2018); fastai's `MixUp`. `T.mixup` does the same to the batches of a loader,
 * before they are tensors.
 *
 * @throws RangeError when `alpha` is not positive
 * @example
 * await learner.fit(10, { callbacks: [mixup({ alpha: 0.2 })] });
 */
export function mixup({ alpha = 0.4, seed = 0 }: MixupOptions = {}): Callback {
  positive({ alpha });
  return {
    name: "mixup",
    changeBatch({ images, targets }, { model, step }): BatchTensors {
      const random = Random.for(seed, "mixup", step);
      const share = symmetricBeta(random, alpha);
      const count = images.shape[0] ?? 0;
      const others = tf.tensor1d(random.shuffled(Array.from({ length: count }, (_, index) => index)), "int32"); // [N]
      const blend = (rows: tf.Tensor): tf.Tensor => tf.add(tf.mul(rows, share), tf.mul(tf.gather(rows, others), 1 - share)); // as rows
      return { images: blend(images), targets: blend(sharesOf(targets, model)) };
    },
  };
}

/** Labels `[N]` as the shares of the classes `[N, classes]`, which can be blended; where the model has one output, as numbers `[N]`. */
function sharesOf(targets: tf.Tensor, model: tf.LayersModel): tf.Tensor {
  const classes = model.outputs[0]?.shape.at(-1) ?? 1;
  if (targets.rank !== 1 || classes === 1) return tf.cast(targets, "float32"); // as they came
  return tf.cast(tf.oneHot(tf.cast(targets, "int32"), classes), "float32"); // [N, classes]
}
