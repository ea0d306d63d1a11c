import { tf } from "../../device/index.ts";
import type { WeightArrays } from "./weights.ts";

/** A layer with the variables that it has, by names such as `kernel` and `bias`. */
export interface WeightedLayer {
  /** With the names of the models that it is in before its own, and a dot between. */
  readonly name: string;
  readonly layer: tf.layers.Layer;
  readonly variables: ReadonlyMap<string, tf.Variable>;
}

/**
 * The variables of a model by name, `<layer>.<weight>`, such as `conv1.kernel` or `bn1.moving_mean`; those of a model within the model
 * have its name before theirs.
 *
 * Layers that TensorFlow.js named itself, with a number that grows with every layer ever made, are counted anew: `dense_1`, `dense_2`. So
 * the same code gives the same names, whatever was built before.
 */
export function modelWeights(model: tf.LayersModel): ReadonlyMap<string, tf.Variable> {
  return new Map(
    weightedLayers(model).flatMap(({ name, variables }) => Array.from(variables, ([weight, variable]) => [`${name}.${weight}`, variable])),
  );
}

/** The layers of a model that have weights, in the model's order. */
export function weightedLayers(model: tf.LayersModel): readonly WeightedLayer[] {
  return namedLayers(model).flatMap(([name, layer]) => {
    if (layer instanceof tf.LayersModel) return weightedLayers(layer).map((inner) => ({ ...inner, name: `${name}.${inner.name}` }));
    return layer.weights.length > 0 ? [{ name, layer, variables: variablesOf(layer) }] : [];
  });
}

function variablesOf({ weights }: tf.layers.Layer): ReadonlyMap<string, tf.Variable> {
  const paths = weights.map(({ originalName }) => originalName.split("/"));
  const lasts = paths.map((path) => path.at(-1) ?? "");
  const variables = new Map<string, tf.Variable>();
  for (const [index, weight] of weights.entries()) {
    const last = lasts[index] ?? "";
    // A recurrent layer in both directions has two of each: there the way to the weight is a part of its name.
    const isUnique = lasts.indexOf(last) === lasts.lastIndexOf(last);
    const name = isUnique ? last : (paths[index] ?? []).slice(1).map(withoutCount).join(".");
    // The layers' type says Tensor, though a weight reads as the variable that holds it.
    variables.set(variables.has(name) ? `${name}.${index}` : name, weight.read() as tf.Variable);
  }
  return variables;
}

/** The weights of a model as plain numbers, read from the engine; later training does not change them. */
export async function weightArrays(model: tf.LayersModel): Promise<WeightArrays> {
  // All are asked for before any comes, so that they belong to the same moment.
  const reading = [...modelWeights(model)].map(async ([name, variable]) => {
    const { shape } = variable;
    return [name, { shape, values: (await variable.data()).slice() }] as const;
  });
  return new Map(await Promise.all(reading));
}

const givenByTensorFlow = /^([a-z0-9_]+)_[A-Z][A-Za-z0-9]*?\d+$/;

/** The layers with names that do not depend on what was built before. */
function namedLayers(model: tf.LayersModel): readonly (readonly [string, tf.layers.Layer])[] {
  const taken = new Set(model.layers.map(({ name }) => name));
  const counts = new Map<string, number>();
  return model.layers.map((layer) => {
    const kind = givenByTensorFlow.exec(layer.name)?.[1];
    if (kind === undefined) return [layer.name, layer];
    let count = counts.get(kind) ?? 0;
    do count++;
    while (taken.has(`${kind}_${count}`));
    counts.set(kind, count);
    return [`${kind}_${count}`, layer];
  });
}

const withoutCount = (name: string): string => givenByTensorFlow.exec(name)?.[1] ?? name;
