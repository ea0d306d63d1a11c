import { tf } from "../../device/index.ts";
import type { Measured } from "./metric.ts";

/** The outputs and targets of all examples. */
export interface Examples {
  readonly count: number;
  /** Targets of each example. */
  readonly width: number;
  /** `[count, width]`, in order. */
  readonly targets: Float32Array;
  /** Outputs of each example. */
  readonly outputWidth: number;
  /** `[count, outputWidth]`, in order. */
  readonly outputs: Float32Array;
}

/**
 * The half of a metric that measures, where it has to see every example at once: `[2 + N·width + N·outputWidth]`, float32. What the engine
 * does for it is to put them one behind the other.
 */
export function measureExamples(outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  const count = outputs.shape[0] as number;
  const widths = tf.tensor1d([targets.size / count, outputs.size / count]); // [2]
  return tf.concat([widths, tf.cast(tf.reshape(targets, [-1]), "float32"), tf.reshape(outputs, [-1])]); // [2 + N·width + N·outputWidth]
}

/** The half that combines: what was measured of all batches as one. */
export function readExamples(batches: readonly Measured[]): Examples {
  const [width = 1, outputWidth = 1] = batches[0] ?? [];
  const count = batches.reduce((sum, batch) => sum + (batch.length - 2) / (width + outputWidth), 0);
  const targets = new Float32Array(count * width);
  const outputs = new Float32Array(count * outputWidth);
  let done = 0;
  for (const batch of batches) {
    const size = (batch.length - 2) / (width + outputWidth);
    targets.set(batch.subarray(2, 2 + size * width), done * width);
    outputs.set(batch.subarray(2 + size * width), done * outputWidth);
    done += size;
  }
  return { count, width, targets, outputWidth, outputs };
}
