import { tf } from "../device/index.ts";
import type { Loss } from "./losses/loss.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";
import type { TrainingState } from "./training-state.ts";

export interface StepInput {
  /** Pictures `[N, H, W, C]`. */
  readonly images: tf.Tensor;
  /** Right classes `[N]`, or their shares `[N, classes]` where pictures were mixed. */
  readonly labels: tf.Tensor;
  /** Scalar. */
  readonly learningRate: tf.Tensor;
}

/** What training consists of. */
export interface Training {
  readonly model: tf.LayersModel;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly state: TrainingState;
}

/**
 * One step of training: forward, loss, gradients, update. This is all there is to learning.
 *
 * Reads and writes nothing but the tensors of its arguments: it computes the same whether it runs operation by operation or as a graph.
 *
 * @returns the mean loss of the batch before the update, a scalar; the caller disposes it
 */
export function trainingStep({ model, loss, optimizer, state }: Training, { images, labels, learningRate }: StepInput): tf.Tensor {
  return tf.tidy(() => {
    const forward = (): tf.Scalar => {
      const outputs = model.apply(images, { training: true }) as tf.Tensor; // [N, classes]
      return loss.value(outputs, labels) as tf.Scalar;
    };
    const { value, grads } = tf.variableGrads(
      forward,
      state.trained.map(({ variable }) => variable),
    );
    state.step.assign(tf.add(state.step, 1));
    for (const { variable, slots } of state.trained) {
      const gradient = grads[variable.name];
      if (!gradient) continue; // the loss does not depend on this variable
      const next = optimizer.update({ variable, gradient, slots, learningRate, step: state.step });
      variable.assign(next.variable);
      for (const [name, slot] of Object.entries(slots)) slot.assign(next.slots[name] ?? slot);
    }
    return value;
  });
}
