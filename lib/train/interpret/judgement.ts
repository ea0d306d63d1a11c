import { cellSignal, plural } from "../../base/index.ts";
import type { Batch, Loader } from "../../data/index.ts";
import { tf } from "../../device/index.ts";
import { progress } from "../../plot/index.ts";
import { answersIn, answerWidth } from "../answers.ts";
import { batchesOf, endBadly } from "../batches.ts";
import type { Loss } from "../losses/loss.ts";
import { labelsOf, scoresOf } from "../scores.ts";
import type { ValueRange } from "./visible.ts";

/** What a model says about each picture of a data set, and how wrong that is. */
export interface Judgement {
  /** What is right, `[N]`. */
  readonly labels: Int32Array;
  /** Probabilities of the classes, `[N, columns]`; the values themselves, `[N, 1]`, where the model gives these. */
  readonly outputs: Float32Array;
  readonly columns: number;
  /** `[N]` */
  readonly losses: Float32Array;
  /** Between what the values of the pictures lie, as the model sees them. */
  readonly range: ValueRange;
}

export interface Judged {
  readonly model: tf.LayersModel;
  readonly loss: Loss;
  /** Pictures with labels, each once and in the order of the data set. */
  readonly loader: Loader;
}

/**
 * Goes once through the pictures and keeps what interpretation needs: a few numbers for each of them.
 *
 * @throws RangeError when the labels are hidden
 * @throws Stopped when the running cell was stopped
 */
export async function judge({ model, loss, loader }: Judged): Promise<Judgement> {
  const { dataset } = loader;
  const labels = labelsIn(loader);
  const columns = answerWidth(loss, model.outputs[0]?.shape[1] ?? 1);
  const outputs = new Float32Array(dataset.length * columns); // [N, columns]
  const losses = new Float32Array(dataset.length); // [N]
  let range: ValueRange = { low: [], high: [] };
  let done = 0;
  const bar = progress({ title: "Interpreting", total: dataset.length, unit: "picture" });
  try {
    for await (const batch of batchesOf(loader, { model, signal: cellSignal() })) {
      const tensors = measure(batch, { model, loss });
      try {
        const [said, wrong, low, high] = await Promise.all(tensors.map((tensor) => tensor.data()));
        outputs.set(said as Float32Array, done * columns);
        losses.set(wrong as Float32Array, done);
        range = widened(range, low as Float32Array, high as Float32Array);
      } finally {
        tf.dispose(tensors);
      }
      done += batch.length / batch.crops;
      bar.advance(batch.length / batch.crops);
    }
    bar.done();
  } catch (error) {
    throw endBadly(
      bar,
      error,
      "There is no interpretation, for a part of the pictures could mislead. Run the cell again, or give it fewer pictures: learner.interpret(dataset.take(500)).",
    );
  }
  return { labels, outputs, columns, losses, range };
}

/** Of a batch: what the model says `[N, columns]`, the losses `[N]`, least and greatest value of each channel `[C]`. */
function measure(batch: Batch, { model, loss }: Omit<Judged, "loader">): tf.Tensor[] {
  return tf.tidy(() => {
    const scores = scoresOf(model, batch); // [N, outputs]
    return [answersIn(scores, loss), loss.each(scores, labelsOf(batch)), tf.min(batch.images, [0, 1, 2]), tf.max(batch.images, [0, 1, 2])]; // [N, columns], [N], [C], [C]
  });
}

function widened({ low, high }: ValueRange, lower: Float32Array, higher: Float32Array): ValueRange {
  return {
    low: Array.from(lower, (value, channel) => Math.min(value, low[channel] ?? value)),
    high: Array.from(higher, (value, channel) => Math.max(value, high[channel] ?? value)),
  };
}

/** @throws RangeError when there are none, or one is hidden */
function labelsIn({ dataset: { id, split, labels, length } }: Loader): Int32Array {
  const hidden = labels ? labels.reduce((count, label) => count + (label < 0 ? 1 : 0), 0) : length;
  if (labels && hidden === 0) return labels;
  throw new RangeError(
    `Expected pictures with labels, to see where the model is wrong, but those of ${plural(hidden, "picture")} of ${id} (${split}) are hidden.\n  Interpret the validation pictures: learner.interpret(). What the model says about others is told by learner.predict(data).`,
  );
}
