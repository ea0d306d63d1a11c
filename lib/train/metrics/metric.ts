import type { tf } from "../../device/index.ts";
import type { OutputMeaning } from "../losses/loss.ts";

/** What a metric measured of one batch, read back from the engine: the values of its tensor in their order. */
export type Measured = Float32Array | Int32Array | Uint8Array;

/**
 * A figure that says how good a model is. Measured batch by batch, then combined, so that it is exact whatever the batch sizes.
 *
 * @example
 * // How sure the model is: the mean of its highest score.
 * const highestScore: Metric = {
 *   name: "highest_score",
 *   measure: (outputs) => tf.stack([tf.sum(tf.max(outputs, 1)), tf.scalar(outputs.shape[0])]), // [2]
 *   combine: ratioOfSums,
 * };
 */
export interface Metric {
  /** Its column in the table and its key among the scores. */
  readonly name: string;
  /** True where less is better, as with errors. */
  readonly lowerIsBetter?: boolean;
  /**
   * What of this batch is needed later, from the model's outputs `[N, …]` and the labels `[N]`. Runs within `tf.tidy`.
   *
   * @param meaning what the outputs say, by the loss that the model is trained with
   */
  measure(outputs: tf.Tensor, labels: tf.Tensor, meaning?: OutputMeaning): tf.Tensor;
  /** The figure, from what was measured of all batches. */
  combine(batches: readonly Measured[]): number;
}

/** The usual way to combine batches that were each measured as `[part, whole]`: sum of the parts over sum of the wholes. */
export function ratioOfSums(batches: readonly Measured[]): number {
  const [part, whole] = batches.reduce<[number, number]>((sums, batch) => [sums[0] + (batch[0] ?? 0), sums[1] + (batch[1] ?? 0)], [0, 0]);
  return part / whole;
}
