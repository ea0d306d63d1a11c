import type { tf } from "../device/index.ts";

/** Where the random numbers of a training step come from. */
export interface RandomDraw {
  /** The number of the step; as a tensor where the step may run as a graph. */
  readonly step: tf.Tensor | number;
  /** How many layers have drawn before in this step, by which two layers with one seed differ. */
  readonly place: number;
}

let current: { readonly step: tf.Tensor | number; draws: number } | undefined;

/**
 * Runs a training step whose layers draw random numbers by the number of the step: the same step draws the same again, in another
 * process too, however many came before.
 *
 * @param step a whole number, or a scalar with one, which is not read but computed with
 * @returns what `run` returns
 * @example
 * const scores = atStep(7, () => model.apply(pictures, { training: true })); // drops what it always drops in step 7
 */
export function atStep<T>(step: tf.Tensor | number, run: () => T): T {
  const outer = current;
  current = { step, draws: 0 };
  try {
    return run();
  } finally {
    current = outer;
  }
}

/** The next draw of the step that runs; undefined outside of one. */
export function nextDraw(): RandomDraw | undefined {
  return current && { step: current.step, place: current.draws++ };
}
