import type { Batch } from "../data/index.ts";
import { tf } from "../device/index.ts";
import type { BatchTensors } from "./callbacks/callback.ts";
import type { CompiledStep } from "./compiled-step.ts";
import type { Run } from "./fit-run.ts";
import type { Moments } from "./moments.ts";
import type { Training } from "./training-step.ts";

/** What training on batches needs beside these. */
export interface BatchTraining {
  readonly training: Training;
  readonly step: CompiledStep;
  readonly run: Run;
  readonly moments: Moments;
}

/**
 * What is trained on in place of a batch, as the fit's callbacks have changed it: apart from the loader's tensors, for the caller to dispose.
 *
 * @throws Error what a callback throws, with its name
 */
export function takenBatch({ moments, run }: Pick<BatchTraining, "moments" | "run">, batch: Batch): BatchTensors {
  const [images, targets] = tf.tidy(() => {
    const changed = moments.changeBatch({ images: batch.images, targets: batch.mixed ? batch.targets : batch.labels }, run);
    return [tf.clone(changed.images), tf.clone(changed.targets)];
  }) as [tf.Tensor, tf.Tensor];
  return { images, targets };
}

/**
 * Trains on batches of one shape, one after the other.
 *
 * @returns the loss of each before its update
 */
export async function trainOn({ training, step, run }: BatchTraining, batches: readonly BatchTensors[]): Promise<readonly number[]> {
  const losses = tf.tidy(() => {
    const inputs = batches.map((batch, ahead) => ({
      ...batch,
      rates: run.rates(ahead).map((rate) => tf.scalar(rate)),
      momentum: tf.scalar(run.momentum(ahead) ?? training.optimizer.momentum ?? 0),
    }));
    return step.run(inputs, training.changeGradients); // [batches]
  });
  try {
    return Array.from(await losses.data());
  } finally {
    losses.dispose();
  }
}
