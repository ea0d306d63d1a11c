import { tf } from "../device/index.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";

/** A trainable variable of a model with what the optimizer remembers of it. */
export interface Trained {
  readonly variable: tf.Variable;
  readonly slots: Readonly<Record<string, tf.Variable>>;
}

/** All that training changes: the model's weights, the optimizer's slots, and the number of updates. */
export class TrainingState {
  /** The trainable variables, which gradients change. */
  readonly trained: readonly Trained[];
  /** Updates so far, a scalar. */
  readonly step: tf.Variable;
  /** The weights that no gradient changes, such as the running averages of batch normalisation. */
  readonly #others: readonly tf.Variable[];

  constructor(model: tf.LayersModel, optimizer: Optimizer) {
    const trainable = variablesOf(model.trainableWeights);
    this.#others = variablesOf(model.weights).filter((variable) => !trainable.includes(variable));
    this.step = tf.tidy(() => tf.variable(tf.scalar(0), false));
    this.trained = trainable.map((variable) => ({
      variable,
      slots: Object.fromEntries(optimizer.slots.map((name) => [name, tf.tidy(() => tf.variable(tf.zerosLike(variable), false))])),
    }));
  }

  /** A copy of the present values. It costs nothing until training goes on. */
  snapshot(): Snapshot {
    const variables = [this.step, ...this.#others, ...this.trained.flatMap(({ variable, slots }) => [variable, ...Object.values(slots)])];
    const copies = variables.map((variable) => ({ variable, value: tf.clone(variable) }));
    return {
      restore() {
        for (const { variable, value } of copies) variable.assign(value);
      },
      dispose() {
        for (const { value } of copies) value.dispose();
      },
    };
  }

  /** Frees what the optimizer remembers; the model keeps its weights. */
  dispose(): void {
    this.step.dispose();
    for (const { slots } of this.trained) tf.dispose(Object.values(slots));
  }
}

/** Values of a training state that can be put back. */
export interface Snapshot {
  restore(): void;
  dispose(): void;
}

function variablesOf(weights: tf.LayersModel["weights"]): tf.Variable[] {
  // The layers' type says Tensor, though a weight reads as the variable that holds it.
  return weights.map((weight) => weight.read() as tf.Variable);
}
