import { tf } from "../device/index.ts";
import type { Gradients } from "./callbacks/callback.ts";

/** Where a batch lies among those that make one update together. */
export type PlaceInWindow = "first" | "middle" | "last";

/**
 * The gradients of several batches, gathered for one update: their mean by what each batch counts for, as that of one batch with all their
 * pictures would be. It needs memory for one more set of weights, whatever the number of batches.
 *
 * fastai's `GradientAccumulation`; Keras' `gradient_accumulation_steps`, which takes the plain mean.
 */
export class Accumulation {
  /** Where the batch lies that is trained next; undefined where it makes an update by itself. */
  place: PlaceInWindow | undefined;
  /** Σ weight · gradient, of each variable by its name, and Σ weight. */
  readonly #sums: ReadonlyMap<string, tf.Variable>;
  readonly #weight: tf.Variable = tf.tidy(() => tf.variable(tf.scalar(0), false));

  constructor(variables: readonly tf.Variable[]) {
    this.#sums = new Map(variables.map((variable) => [variable.name, tf.tidy(() => tf.variable(tf.zerosLike(variable), false))]));
  }

  /**
   * Takes up the batch's gradients. Part of the training step.
   *
   * @param weight what the batch counts for, a scalar
   * @returns after the last batch of a window the mean of all its gradients; undefined before
   */
  gather(gradients: Gradients, weight: tf.Tensor): Gradients | undefined {
    const add = (sum: tf.Variable, value: tf.Tensor): tf.Tensor => {
      const next = this.place === "first" ? value : tf.add(sum, value);
      if (this.place !== "last") sum.assign(next);
      return next;
    };
    const whole = add(this.#weight, weight); // scalar
    const sums = Object.entries(gradients).map(([name, gradient]) => {
      return [name, add(this.#sums.get(name) as tf.Variable, tf.mul(gradient, weight))] as const;
    });
    return this.place === "last" ? Object.fromEntries(sums.map(([name, sum]) => [name, tf.div(sum, whole)])) : undefined;
  }

  dispose(): void {
    tf.dispose([...this.#sums.values(), this.#weight]);
  }
}

/**
 * Where a batch of an epoch lies in its window; the last window of the epoch may be shorter.
 *
 * @param batch from 0
 * @returns undefined where the batch is a window by itself
 */
export function placeInWindow(
  batch: number,
  { accumulate, batches }: { readonly accumulate: number; readonly batches: number },
): PlaceInWindow | undefined {
  const isFirst = batch % accumulate === 0;
  const isLast = (batch + 1) % accumulate === 0 || batch + 1 === batches;
  if (isFirst && isLast) return undefined;
  return isFirst ? "first" : isLast ? "last" : "middle";
}
