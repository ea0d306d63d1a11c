import { type Compiled, compile } from "../compile/index.ts";
import type { Batch } from "../data/index.ts";
import { tf } from "../device/index.ts";
import { answersIn } from "./answers.ts";
import type { HowCompiled } from "./how-compiled.ts";
import type { Loss } from "./losses/loss.ts";
import { type Metric, ratioOfSums } from "./metrics/metric.ts";
import { labelsOf, scoresOf } from "./scores.ts";

/** What is said of a batch, and by what. */
export interface Inference {
  readonly model: tf.LayersModel;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
}

type Pictures = Pick<Batch, "images" | "crops">;

/** What a model says of a batch, and how good that is: each as one graph where TensorFlow computes. Dropout is off. */
export class CompiledInference {
  /** The loss, then the metrics: what `measure` measures, in its order. */
  readonly columns: readonly Metric[];
  readonly #measure: Compiled<[Pick<Batch, "images" | "labels" | "crops">], tf.Tensor[]>;
  readonly #answers: Compiled<[Pictures], tf.Tensor>;

  constructor({ model, loss, metrics }: Inference, how: HowCompiled = {}) {
    this.columns = [meanOf(loss), ...metrics];
    const measure = (batch: Pick<Batch, "images" | "labels" | "crops">): tf.Tensor[] => {
      const outputs = scoresOf(model, batch); // [N, classes]
      const labels = labelsOf(batch); // [N]
      return this.columns.map((metric) => metric.measure(outputs, labels, loss));
    };
    const answers = (batch: Pictures): tf.Tensor => answersIn(scoresOf(model, batch), loss); // [N, width]
    this.#measure = compile(measure, how);
    this.#answers = compile(answers, how);
  }

  /** What each of the columns measures on a batch; the caller disposes it. */
  measure({ images, labels, crops }: Batch): tf.Tensor[] {
    return this.#measure({ images, labels, crops });
  }

  /** The answers to a batch, `[N, width]`; the caller disposes them. */
  answers({ images, crops }: Batch): tf.Tensor {
    return this.#answers({ images, crops });
  }

  /** Frees the graphs. */
  dispose(): void {
    this.#measure.dispose();
    this.#answers.dispose();
  }
}

/** The loss as a metric, exact whatever the sizes of the batches. */
function meanOf(loss: Loss): Metric {
  return {
    name: "loss",
    measure(outputs, labels) {
      const weight = loss.weight?.(outputs, labels) ?? tf.scalar(labels.size); // scalar
      return tf.stack([tf.mul(loss.value(outputs, labels), weight), weight]); // [2]
    },
    combine: ratioOfSums,
  };
}
