import { type Compiled, compile } from "../compile/index.ts";
import { tf } from "../device/index.ts";
import { show } from "../plot/index.ts";
import type { Gradients } from "./callbacks/callback.ts";
import { type StepInput, type Training, trainingStep } from "./training-step.ts";

type Change = (gradients: Gradients) => Gradients;

/**
 * The training step of a learner as one graph where TensorFlow computes, and operation by operation elsewhere. A graph serves all fits in
 * which the same weights learn.
 */
export class CompiledStep {
  readonly #compiled: Compiled<[input: StepInput, weights: number, changes: readonly Change[]], tf.Tensor>;
  readonly #training: Omit<Training, "changeGradients">;

  constructor(training: Omit<Training, "changeGradients">) {
    this.#training = training;
    const step = (input: StepInput, _weights: number, changeGradients: readonly Change[]): tf.Tensor =>
      trainingStep({ ...training, changeGradients }, input);
    this.#compiled = compile(step, { onRefusal: (words) => void show(words) });
  }

  /**
   * As `trainingStep`, once for each of the inputs, whose tensors have the same shapes; several run in one call of TensorFlow.
   *
   * @param changes what callbacks make of the gradients
   * @returns the loss of each, `[inputs]`
   */
  run(inputs: readonly StepInput[], changes: readonly Change[] = []): tf.Tensor {
    const { version } = this.#training.state;
    const [first] = inputs;
    if (first && inputs.length === 1) return tf.tidy(() => tf.reshape(this.#compiled(first, version, changes), [1]));
    return tf.tidy(() => this.#compiled.scan(stacked(inputs), version, changes));
  }

  /** Frees the graphs. */
  dispose(): void {
    this.#compiled.dispose();
  }
}

/** The inputs of several steps as one, each tensor with a row for each step. */
function stacked(inputs: readonly StepInput[]): StepInput {
  const groups = inputs[0]?.rates ?? [];
  return {
    images: tf.stack(inputs.map(({ images }) => images)), // [inputs, N, H, W, C]
    targets: tf.stack(inputs.map(({ targets }) => targets)), // [inputs, N] or [inputs, N, classes]
    rates: groups.map((_, group) => tf.stack(inputs.map(({ rates }) => rates[group] as tf.Tensor))), // [inputs] each
    momentum: tf.stack(inputs.map(({ momentum }) => momentum)), // [inputs]
  };
}
