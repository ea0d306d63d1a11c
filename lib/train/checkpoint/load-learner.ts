import { anotherArchitecture, assignWeights } from "../../nn/weights/index.ts";
import { everyLayer } from "../freeze.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { TrainingState } from "../training-state.ts";
import { architectureDifferences, architectureOf } from "./architecture.ts";
import type { LearnerFile } from "./learner-file.ts";

/** A learner as files know it. */
export interface Kept {
  readonly state: TrainingState;
  readonly optimizer: Optimizer;
}

/**
 * Gives a learner what a file holds: the weights, and what the optimizer remembered, where it was one of the same kind. All is checked
 * before anything is changed.
 *
 * @param trainable which layers are to learn from now on, in the order of `everyLayer`; as they do unless told
 * @returns what could not be taken over, as a sentence; undefined where all was
 * @throws RangeError when the file is of another architecture
 */
export function loadInto({ state, optimizer }: Kept, file: LearnerFile, trainable?: readonly boolean[]): string | undefined {
  const { path, architecture, weights } = file;
  const differences = architecture ? architectureDifferences(architecture, architectureOf(state.model)) : [];
  if (differences.length > 0) throw anotherArchitecture(differences, path);
  assignWeights(state.model, weights, { source: path });
  if (trainable) for (const [index, layer] of everyLayer(state.model).entries()) layer.trainable = trainable[index] ?? true;
  state.follow();
  if (file.optimizer && isSameKind(file.optimizer, optimizer)) {
    state.recall(file.optimizer.memory);
    return undefined;
  }
  state.forget();
  const had = file.optimizer ? `that of ${file.optimizer.name}` : "none";
  return `${path}: the weights are loaded, but the optimizer ${optimizer.name} starts anew, for the file has ${had}.`;
}

function isSameKind(one: Pick<Optimizer, "name" | "slots">, other: Pick<Optimizer, "name" | "slots">): boolean {
  return one.name === other.name && one.slots.join() === other.slots.join();
}
