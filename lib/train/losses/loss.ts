import type { tf } from "../../device/index.ts";

/** What training makes small. */
export interface Loss {
  readonly name: string;
  /** Unit of its value, such as nats. */
  readonly unit?: string;
  /** Whether it takes logits, the plain scores of the classes; a model for it must not end in softmax, which the loss applies itself. */
  readonly fromLogits: boolean;
  /** The mean loss of a batch, a scalar, from what the model gives `[N, …]` and the labels `[N]`, or the shares of the classes `[N, classes]` where pictures were mixed. */
  value(outputs: tf.Tensor, labels: tf.Tensor): tf.Tensor;
}
