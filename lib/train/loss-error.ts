import { formatCount } from "../base/index.ts";
import { tf } from "../device/index.ts";
import type { BatchTensors } from "./callbacks/callback.ts";
import type { Run } from "./fit-run.ts";
import { findNotFinite, findNotFiniteWeight, type NotFinite } from "./not-finite.ts";
import type { BatchTraining } from "./train-batch.ts";
import type { Training } from "./training-step.ts";

/** Pictures whose values go beyond this were most likely not scaled. */
const largeValue = 16;

/**
 * The error for a batch whose loss is not finite, which says where that began. The model must have the weights from before that batch.
 *
 * @param options.batch as the fit's callbacks have changed it
 */
export async function lossError(
  going: BatchTraining,
  { loss, batch }: { readonly loss: number; readonly batch: BatchTensors },
): Promise<RangeError> {
  const { training, run } = going;
  const found = await findNotFinite(training, batch);
  const last = run.at.batch > 0 ? `batch ${formatCount(run.at.batch)}` : "the last batch of the epoch before";
  const when = run.step === 0 ? ", before the first update of this fit" : `, after the update by ${last}`;
  const circumstances = { run, scale: await largest(batch.images), task: training.loss.task };
  return notFiniteError(`a loss that is a finite number but got ${loss} at batch ${formatCount(run.at.batch + 1)} of epoch ${run.epoch}`, {
    place: `${found.place}${found.kind === "weights" ? when : ""}`,
    hint: hintFor(found, circumstances),
    run,
  });
}

/**
 * The error for weights that the last batches of an epoch have made non-finite, which only the validation noticed.
 *
 * @returns undefined where the weights are finite
 */
export async function weightsError(model: tf.LayersModel, run: Run): Promise<RangeError | undefined> {
  const weight = await findNotFiniteWeight(model);
  if (weight === undefined) return undefined;
  const hint = hintFor({ kind: "weights", place: "" }, { run, scale: 0, task: "classes" });
  return notFiniteError(`a model that gives finite numbers but its validation loss in epoch ${run.epoch} is none`, {
    place: `in the weights ${weight}, after the last batch of the epoch`,
    hint,
    run,
  });
}

function notFiniteError(
  what: string,
  { place, hint, run }: { readonly place: string; readonly hint: string; readonly run: Run },
): RangeError {
  return new RangeError(
    `Expected ${what}.\n  The first number that is not finite is ${place}.\n  ${hint}\n  The learner is back where epoch ${run.epoch} began: fit can be called again.`,
  );
}

interface Circumstances {
  readonly run: Run;
  /** The largest value in the pictures. */
  readonly scale: number;
  readonly task: Training["loss"]["task"];
}

function hintFor({ kind }: NotFinite, { run, scale, task }: Circumstances): string {
  const rate = Math.max(...run.rates());
  const lower = `try ${Number((rate / 10).toPrecision(3))} instead of ${Number(rate.toPrecision(3))}, or callbacks: [clipGradients({ norm: 1 })]`;
  if (kind === "pictures")
    return "Look at the batch: (await train.first()).images. A transform that divides by zero? A normalize with a std of 0?";
  if (kind === "targets") return "Look at the batch: (await train.first()).labels. Does a callback or a batch transform change them?";
  if (kind === "weights" && run.step === 0) return "Were they loaded from a file? Build the model anew, or load another one.";
  if (scale > largeValue)
    return `The pictures hold values up to ${formatCount(Math.round(scale))}: scale them to 0 … 1 or normalise them, T.normalize(). Else the learning rate is too high: ${lower}.`;
  if (kind === "loss" && task === "values") return `The values may lie too far from the labels: scale the labels, or ${lower}.`;
  return `Most often the learning rate is too high: ${lower}.`;
}

/** The largest absolute value of a tensor. */
async function largest(tensor: tf.Tensor): Promise<number> {
  const value = tf.tidy(() => tf.max(tf.abs(tensor)));
  try {
    return (await value.data())[0] ?? 0;
  } finally {
    value.dispose();
  }
}
