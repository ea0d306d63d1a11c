import { tf } from "../../../lib/device/index.ts";
import type { Measured, Metric, OutputMeaning } from "../../../lib/train/index.ts";

/** Outputs of a model with their labels. */
export interface Judged {
  /** Outputs of an example. */
  readonly width: number;
  /** `[N, width]`, in order. */
  readonly outputs: readonly number[];
  /** `[N]`, or `[N, width]`; whole numbers for classes. */
  readonly labels: readonly number[];
  readonly meaning?: OutputMeaning;
}

/** What a metric makes of outputs that come in batches of these sizes, each starting anew where they are used up. */
export function judge(metric: Metric, judged: Judged, sizes: readonly number[] = [judged.outputs.length]): number {
  const { width, outputs, labels, meaning } = judged;
  const count = outputs.length / width;
  const perLabel = labels.length / count;
  const measured: Measured[] = [];
  for (let from = 0, batch = 0; from < count; batch++) {
    const size = Math.min(sizes[batch % sizes.length] as number, count - from);
    const tensor = tf.tidy(() =>
      metric.measure(
        tf.tensor2d(outputs.slice(from * width, (from + size) * width), [size, width]),
        tf.tensor(
          labels.slice(from * perLabel, (from + size) * perLabel),
          perLabel === 1 ? [size] : [size, perLabel],
          meaning?.task === "values" ? "float32" : "int32",
        ),
        meaning,
      ),
    );
    measured.push(tensor.dataSync() as Measured);
    tensor.dispose();
    from += size;
  }
  return metric.combine(measured);
}
