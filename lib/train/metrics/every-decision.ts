import { tf } from "../../device/index.ts";
import type { OutputMeaning } from "../losses/loss.ts";
import { decisions } from "./decisions.ts";
import type { Measured } from "./metric.ts";

/** What a model decided, of all examples. */
export interface Decided {
  /** Scores that the model gives an example: 1 where it answers yes or no. */
  readonly outputs: number;
  /** Right classes, `[N]`. */
  readonly actual: Int32Array;
  /** Classes that the model decided for, `[N]`. */
  readonly predicted: Int32Array;
}

/**
 * The half of a metric that measures: every label and every decision, `[1 + 2 N]`, int32. They are few bytes, and counting them later
 * costs the engine nothing and is exact.
 */
export function measureDecisions(outputs: tf.Tensor, labels: tf.Tensor, meaning?: OutputMeaning): tf.Tensor {
  const scores = outputs.shape[outputs.rank - 1] as number;
  return tf.concat([tf.tensor1d([scores], "int32"), tf.cast(labels, "int32"), decisions(outputs, meaning)]); // [1 + 2 N]
}

/** The half that combines: what was measured of all batches as one. */
export function readDecisions(batches: readonly Measured[]): Decided {
  const length = batches.reduce((sum, batch) => sum + (batch.length - 1) / 2, 0);
  const [actual, predicted] = [new Int32Array(length), new Int32Array(length)];
  let done = 0;
  for (const batch of batches) {
    const middle = (batch.length + 1) / 2;
    actual.set(batch.subarray(1, middle), done);
    predicted.set(batch.subarray(middle), done);
    done += middle - 1;
  }
  return { outputs: batches[0]?.[0] ?? 0, actual, predicted };
}

/** How many classes were decided between. */
export const classesOf = ({ outputs }: Decided): number => Math.max(2, outputs);
