import type { tf } from "../../device/index.ts";

/** What a metric measured of one batch, read back from the engine: the values of its tensor in their order. */
export type Measured = Float32Array | Int32Array | Uint8Array;

/**
 * A figure that says how good a model is. Measured batch by batch, then combined, so that it is exact whatever the batch sizes.
 *
 * @example
 * // The part of pictures where the right class is among the model's two best.
 * const top2: Metric = {
 *   name: "top2",
 *   measure: (outputs, labels) => tf.stack([tf.sum(tf.cast(tf.inTopK(outputs, labels, 2), "int32")), tf.scalar(labels.size, "int32")]),
 *   combine: ratioOfSums,
 * };
 */
export interface Metric {
  /** Its column in the table and its key among the scores. */
  readonly name: string;
  /** What of this batch is needed later, from the model's outputs `[N, …]` and the labels `[N]`. Runs within `tf.tidy`. */
  measure(outputs: tf.Tensor, labels: tf.Tensor): tf.Tensor;
  /** The figure, from what was measured of all batches. */
  combine(batches: readonly Measured[]): number;
}

/** The usual way to combine batches that were each measured as `[part, whole]`: sum of the parts over sum of the wholes. */
export function ratioOfSums(batches: readonly Measured[]): number {
  const [part, whole] = batches.reduce<[number, number]>((sums, batch) => [sums[0] + (batch[0] ?? 0), sums[1] + (batch[1] ?? 0)], [0, 0]);
  return part / whole;
}
