import type { Loader } from "../data/index.ts";
import { tf } from "../device/index.ts";
import { batchesOf } from "./batches.ts";
import type { Loss } from "./losses/loss.ts";
import { type Measured, type Metric, ratioOfSums } from "./metrics/metric.ts";
import { labelsOf, scoresOf } from "./scores.ts";

/** The loss and each metric by its name. */
export type Scores = { readonly loss: number; readonly [metric: string]: number };

export interface Evaluation {
  readonly model: tf.LayersModel;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
}

export interface EvaluateOptions {
  readonly limit?: number;
  readonly signal?: AbortSignal | undefined;
  /** Told after each batch how many pictures it had. */
  readonly onBatch?: (pictures: number) => void;
}

/**
 * Loss and metrics of a model over the batches of a loader, exact whatever their sizes. The model infers: dropout is off and batch
 * normalisation uses its averages.
 *
 * @throws Stopped when the signal is aborted
 */
export async function evaluate({ model, loss, metrics }: Evaluation, loader: Loader, options: EvaluateOptions = {}): Promise<Scores> {
  const meanLoss: Metric = {
    name: "loss",
    measure(outputs, labels) {
      const weight = loss.weight?.(outputs, labels) ?? tf.scalar(labels.size); // scalar
      return tf.stack([tf.mul(loss.value(outputs, labels), weight), weight]); // [2]
    },
    combine: ratioOfSums,
  };
  const columns = [meanLoss, ...metrics].map((metric) => ({ metric, measured: [] as Measured[] }));
  for await (const batch of batchesOf(loader, { ...options, model })) {
    const tensors = tf.tidy(() => {
      const outputs = scoresOf(model, batch); // [N, classes]
      const labels = labelsOf(batch); // [N]
      return columns.map(({ metric }) => metric.measure(outputs, labels, loss));
    });
    try {
      for (const [index, { measured }] of columns.entries()) measured.push((await tensors[index]?.data()) as Measured);
    } finally {
      tf.dispose(tensors);
    }
    options.onBatch?.(batch.length / batch.crops);
  }
  return Object.fromEntries(columns.map(({ metric, measured }) => [metric.name, metric.combine(measured)])) as Scores;
}
