import type { tf } from "../device/index.ts";

/**
 * A tensor among the arguments of a compiled step that all steps of a `scan` have in common, such as the pictures from which each takes some:
 * it is not cut into rows. Like any argument it may be another tensor of the same shape at the next call.
 */
export class Shared {
  readonly tensor: tf.Tensor;

  constructor(tensor: tf.Tensor) {
    this.tensor = tensor;
  }
}
