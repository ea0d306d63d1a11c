import type { Batch } from "../data/index.ts";
import { tf } from "../device/index.ts";
import type { BatchTensors } from "./callbacks/callback.ts";
import type { CompiledStep } from "./compiled-step.ts";
import type { Run } from "./fit-run.ts";
import type { Moments } from "./moments.ts";
import type { RateTensors } from "./rate-tensors.ts";
import type { Training } from "./training-step.ts";

/** What training on a batch needs beside the batch. */
export interface BatchTraining {
  readonly training: Training;
  readonly step: CompiledStep;
  readonly run: Run;
  readonly moments: Moments;
  readonly rates: RateTensors;
}

/** What is trained on in place of a batch, as the fit's callbacks have changed it. Runs within `tf.tidy`. */
export function changedBatch({ moments, run }: Pick<BatchTraining, "moments" | "run">, batch: Batch): BatchTensors {
  return moments.changeBatch({ images: batch.images, targets: batch.mixed ? batch.targets : batch.labels }, run);
}

/**
 * Trains on one batch, as the fit's callbacks have changed it.
 *
 * @returns the loss before the update
 * @throws Error what a callback throws, with its name; then the weights are as they were
 */
export async function trainBatch(going: BatchTraining, batch: Batch): Promise<number> {
  const { training, step, run, rates } = going;
  const scalars = rates.at(run.rates(), run.momentum ?? training.optimizer.momentum ?? 0);
  const loss = tf.tidy(() => step.run({ ...changedBatch(going, batch), ...scalars }, training.changeGradients));
  try {
    return (await loss.data())[0] ?? Number.NaN;
  } finally {
    loss.dispose();
  }
}
