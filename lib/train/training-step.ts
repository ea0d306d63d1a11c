import { tf } from "../device/index.ts";
import { atStep } from "../nn/index.ts";
import type { Gradients } from "./callbacks/callback.ts";
import type { Loss } from "./losses/loss.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";
import type { TrainingState } from "./training-state.ts";

export interface StepInput {
  /** Pictures `[N, H, W, C]`. */
  readonly images: tf.Tensor;
  /** Right classes `[N]`, or their shares `[N, classes]` where pictures were mixed. */
  readonly targets: tf.Tensor;
  /** The learning rate of each layer group, or one for all: scalars. */
  readonly rates: readonly tf.Tensor[];
  /** Scalar. */
  readonly momentum: tf.Tensor;
}

/** What training consists of. */
export interface Training {
  readonly model: tf.LayersModel;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly state: TrainingState;
  /** What callbacks make of the gradients, one after the other. */
  readonly changeGradients?: readonly ((gradients: Gradients) => Gradients)[];
}

/**
 * One step of training: forward, loss, gradients, update. This is all there is to learning. Where gradients of several batches are gathered
 * only the last of these makes an update.
 *
 * Reads and writes nothing but the tensors of its arguments: it computes the same whether it runs operation by operation or as a graph.
 * Gradients go back as far as the first trainable layer, and no further.
 *
 * @returns the mean loss of the batch before the update, a scalar; the caller disposes it
 */
export function trainingStep({ model, loss, optimizer, state, changeGradients = [] }: Training, input: StepInput): tf.Tensor {
  return tf.tidy(() => {
    const { images, targets, rates, momentum } = input;
    const gathering = state.accumulation?.place ? state.accumulation : undefined;
    let weight: tf.Tensor | undefined; // scalar
    const forward = (): tf.Scalar => {
      const outputs = atStep(state.step, () => model.apply(images, { training: true }) as tf.Tensor); // [N, classes]
      const value = loss.value(outputs, targets) as tf.Scalar;
      if (gathering) weight = tf.keep(loss.weight?.(outputs, targets) ?? tf.scalar(images.shape[0] as number));
      return value;
    };
    const { value, grads } = tf.variableGrads(
      forward,
      state.trained.map(({ variable }) => variable),
    );
    state.step.assign(tf.add(state.step, 1));
    const whole = gathering && weight ? gathering.gather(grads, weight) : grads;
    weight?.dispose();
    if (!whole) return value;
    const gradients = changeGradients.reduce<Gradients>((changed, change) => change(changed), whole);
    for (const counter of state.updateCounters) counter.assign(tf.add(counter, 1));
    for (const { variable, slots, updates, group } of state.trained) {
      const gradient = gradients[variable.name];
      if (!gradient) continue; // the loss does not depend on this variable
      const learningRate = (rates[group] ?? rates[0]) as tf.Tensor;
      const next = optimizer.update({ variable, gradient, slots, learningRate, momentum, step: updates });
      variable.assign(next.variable);
      for (const [name, slot] of Object.entries(slots)) slot.assign(next.slots[name] ?? slot);
    }
    return value;
  });
}
