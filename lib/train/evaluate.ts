import type { Loader } from "../data/index.ts";
import { tf } from "../device/index.ts";
import { batchesOf } from "./batches.ts";
import type { CompiledInference } from "./compiled-inference.ts";
import type { Measured } from "./metrics/metric.ts";

/** The loss and each metric by its name. */
export type Scores = { readonly loss: number; readonly [metric: string]: number };

/** What is judged, and by what. */
export interface Evaluation {
  readonly model: tf.LayersModel;
  readonly inference: CompiledInference;
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
export async function evaluate({ model, inference }: Evaluation, loader: Loader, options: EvaluateOptions = {}): Promise<Scores> {
  const columns = inference.columns.map((metric) => ({ metric, measured: [] as Measured[] }));
  for await (const batch of batchesOf(loader, { ...options, model })) {
    const tensors = inference.measure(batch);
    try {
      for (const [index, { measured }] of columns.entries()) measured.push((await tensors[index]?.data()) as Measured);
    } finally {
      tf.dispose(tensors);
    }
    options.onBatch?.(batch.length / batch.crops);
  }
  return Object.fromEntries(columns.map(({ metric, measured }) => [metric.name, metric.combine(measured)])) as Scores;
}
