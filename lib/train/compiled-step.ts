import { type Compiled, compile } from "../compile/index.ts";
import type { tf } from "../device/index.ts";
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

  /** As `trainingStep`. @param changes what callbacks make of the gradients */
  run(input: StepInput, changes: readonly Change[] = []): tf.Tensor {
    return this.#compiled(input, this.#training.state.version, changes);
  }

  /** Frees the graphs. */
  dispose(): void {
    this.#compiled.dispose();
  }
}
