import { plural } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import { modelWeights } from "./model-weights.ts";
import type { WeightArray, WeightArrays } from "./weights.ts";

export interface AssignOptions {
  /** What the weights are called in a message, such as the path of their file. */
  readonly source?: string;
  /** Names of the model's weights that stay as they are and need not be among the new ones. */
  readonly keep?: Iterable<string>;
}

/** How many differences a message lists. */
const listed = 5;

/**
 * Gives a model other weights: all of them, or none where anything does not fit.
 *
 * @param weights by the names of `modelWeights`
 * @throws RangeError when a weight is missing, is of another shape, or is not the model's, with the first differences
 */
export function assignWeights(
  model: tf.LayersModel,
  weights: WeightArrays,
  { source = "the weights", keep = [] }: AssignOptions = {},
): void {
  const kept = new Set(keep);
  const variables = modelWeights(model);
  const differences = [
    ...[...variables].flatMap(([name, variable]) => (kept.has(name) ? [] : differenceOf(name, variable, weights.get(name)))),
    ...[...weights.keys()].filter((name) => !variables.has(name)).map((name) => `${name}: the model has none`),
  ];
  if (differences.length > 0) throw anotherArchitecture(differences, source);
  const pairs = [...variables].flatMap(([name, variable]) => {
    const array = kept.has(name) ? undefined : weights.get(name);
    return array ? [{ variable, array }] : [];
  });
  tf.tidy(() => {
    // All tensors are made before the first is assigned: where memory runs out, nothing has changed.
    const tensors = pairs.map(({ variable, array }) => tensorFor(variable, array));
    for (const [index, { variable }] of pairs.entries()) variable.assign(tensors[index] as tf.Tensor);
  });
}

/** The error for weights that are not this model's. @param differences the first of them are listed */
export function anotherArchitecture(differences: readonly string[], source: string): RangeError {
  const more = differences.length > listed ? [`… and ${plural(differences.length - listed, "more difference")}`] : [];
  return new RangeError(
    `Expected the weights of this model but ${source} has those of another architecture:\n${[...differences.slice(0, listed), ...more].map((line) => `  ${line}`).join("\n")}\n  Nothing was changed. Build the model with the options that the weights were made with.`,
  );
}

/** What is different about a weight, in words: one line or none. */
export function differenceOf(
  name: string,
  { shape }: { readonly shape: readonly number[] },
  array: WeightArray | undefined,
): readonly string[] {
  if (!array) return [`${name}: missing, the model has one of [${shape.join(", ")}]`];
  const isSame = array.shape.length === shape.length && array.shape.every((size, axis) => size === shape[axis]);
  return isSame ? [] : [`${name}: [${array.shape.join(", ")}] where the model has [${shape.join(", ")}]`];
}

function tensorFor({ shape, dtype }: tf.Variable, { values }: WeightArray): tf.Tensor {
  // A copy: the engine may go on reading the array that it was given.
  if (dtype === "int32") return tf.tensor(new Int32Array(values), shape, dtype);
  if (dtype === "bool") return tf.tensor(new Uint8Array(values), shape, dtype);
  return tf.tensor(new Float32Array(values), shape, "float32");
}
