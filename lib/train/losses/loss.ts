import type { tf } from "../../device/index.ts";

/** What the outputs of a model say: by this, losses and metrics read them. */
export interface OutputMeaning {
  /**
   * Scores of `classes` `[N, classes]` (predictions are their softmax), one score `[N, 1]` for yes or no (`binary`: their sigmoid), or
   * plain `values` `[N, 1]`.
   */
  readonly task: "classes" | "binary" | "values";
  /** Whether they are logits, plain scores; a model for it must not end in softmax or sigmoid, which the loss applies itself. */
  readonly fromLogits: boolean;
}

/** What training makes small. */
export interface Loss extends OutputMeaning {
  readonly name: string;
  /** Unit of its value, such as nats. */
  readonly unit?: string;
  /**
   * The mean loss of a batch, a scalar, from what the model gives `[N, …]` and the labels `[N]`, or the shares of the classes
   * `[N, classes]` where pictures were mixed. Its gradient goes to the outputs only.
   */
  value(outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor;
  /** The loss of each example, `[N]`. */
  each(outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor;
  /**
   * What a batch's mean counts for in a mean over batches, a scalar: the sum of its class weights; its number of examples where a loss
   * does not say.
   */
  weight?(outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor;
}
