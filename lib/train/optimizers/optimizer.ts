import type { tf } from "../../device/index.ts";

/** What an optimizer remembers of one variable between updates, by name; each begins as zeros of the variable's shape. */
export type Slots = Readonly<Record<string, tf.Tensor>>;

export interface UpdateInput {
  /** The weights before the update. */
  readonly variable: tf.Tensor;
  /** The gradient of the loss by these weights, of the same shape. */
  readonly gradient: tf.Tensor;
  readonly slots: Slots;
  /** Scalar. */
  readonly learningRate: tf.Tensor;
  /** Scalar: the number of this update, from 1. */
  readonly step: tf.Tensor;
}

export interface UpdateOutput {
  readonly variable: tf.Tensor;
  readonly slots: Slots;
}

/**
 * A rule by which gradients change weights: a pure function of tensors, the same for each variable.
 *
 * Rates and steps come as tensors, so that one trace of the function serves all batches.
 */
export interface Optimizer {
  readonly name: string;
  /** Names of what it remembers of each variable. */
  readonly slots: readonly string[];
  update(input: UpdateInput): UpdateOutput;
}
