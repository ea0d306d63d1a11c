import type { Batch } from "../data/index.ts";
import { tf } from "../device/index.ts";
import type { BatchTensors } from "./callbacks/callback.ts";
import type { CompiledStep, PlannedStep } from "./compiled-step.ts";
import type { Run } from "./fit-run.ts";
import type { Moments } from "./moments.ts";
import type { TrainingBatch } from "./training-batch.ts";
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

/** What is trained on in place of each of some batches. */
export async function* takenBatches(
  going: Pick<BatchTraining, "moments" | "run">,
  batches: AsyncIterable<Batch>,
): AsyncGenerator<BatchTensors, void, void> {
  for await (const batch of batches) yield takenBatch(going, batch);
}

/**
 * Trains on batches of one shape, one after the other.
 *
 * @returns the loss of each before its update
 */
export async function trainOn(
  { training, step, run }: BatchTraining,
  batches: readonly [TrainingBatch, ...TrainingBatch[]],
): Promise<readonly number[]> {
  const usual = training.optimizer.momentum ?? 0;
  const steps = batches.map((batch, ahead) => ({ batch, rates: run.rates(ahead), momentum: run.momentum(ahead) ?? usual }));
  const losses = step.run(steps as [PlannedStep, ...PlannedStep[]], training.changeGradients); // [batches]
  try {
    return Array.from(await losses.data());
  } finally {
    losses.dispose();
  }
}
