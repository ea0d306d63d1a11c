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
  /** Scalar: the number of this update, from 1 for the one whose slots are zeros. */
  readonly step: tf.Tensor;
  /** Scalar: the optimizer's `momentum`, or what a schedule says in its place; where the optimizer has none, it is not read. */
  readonly momentum: tf.Tensor;
}

export interface UpdateOutput {
  readonly variable: tf.Tensor;
  readonly slots: Slots;
}

/**
 * A rule by which gradients change weights: a pure function of tensors, the same for each variable. Weight decay, where there is any,
 * meets all of them, biases too, as in PyTorch.
 *
 * Rates and steps come as tensors, so that one trace of the function serves all batches.
 */
export interface Optimizer {
  readonly name: string;
  /** Names of what it remembers of each variable. */
  readonly slots: readonly string[];
  /** The rate that it is mostly used with, for a fit that names none; 0.001 unless told. */
  readonly learningRate?: number;
  /** Its momentum unless a schedule says another (SGD's momentum, Adam's first beta); undefined where it has none. */
  readonly momentum?: number;
  update(input: UpdateInput): UpdateOutput;
}
