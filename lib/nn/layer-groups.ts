import { plural } from "../base/index.ts";
import type { tf } from "../device/index.ts";

/** Layers that are frozen, and get a learning rate, together. */
export interface LayerGroup {
  readonly name: string;
  readonly layers: readonly tf.layers.Layer[];
}

const groupsOf = new WeakMap<tf.LayersModel, readonly LayerGroup[]>();

/**
 * Says which layers of a network belong together, from the pictures to the scores: what `freezeTo` and the rates of groups count by.
 *
 * Howard and Ruder, "Universal Language Model Fine-tuning" (2018): lower layers, which see what all pictures have, should learn less.
 *
 * @throws RangeError when a layer of the model is in no group or in two, or a group is empty or has layers of another model
 */
export function setLayerGroups(model: tf.LayersModel, groups: readonly LayerGroup[]): void {
  const nameOf = new Map<tf.layers.Layer, string>();
  for (const { name, layers } of groups) {
    if (layers.length === 0) throw new RangeError(`Expected each group to have a layer but "${name}" has none`);
    for (const layer of layers) {
      const other = nameOf.get(layer);
      if (other !== undefined)
        throw new RangeError(`Expected each layer in one group but "${layer.name}" is in "${other}" and in "${name}"`);
      if (!model.layers.includes(layer))
        throw new RangeError(
          `Expected layers of ${model.name} but "${layer.name}" of group "${name}" is not one of its ${plural(model.layers.length, "layer")}`,
        );
      nameOf.set(layer, name);
    }
  }
  const left = model.layers.find((layer) => !nameOf.has(layer));
  if (left)
    throw new RangeError(
      `Expected each layer in one group but "${left.name}" is in none of ${groups.map(({ name }) => `"${name}"`).join(", ")}`,
    );
  groupsOf.set(model, groups);
}

/**
 * The groups of a network's layers, from the pictures to the scores: those set for it, else the head, which is the last layer with
 * weights and what follows it, and before it the body. A network with one such layer is all head.
 */
export function layerGroups(model: tf.LayersModel): readonly LayerGroup[] {
  const set = groupsOf.get(model);
  if (set) return set;
  const { layers } = model;
  const last = layers.map((layer) => layer.weights.length > 0).lastIndexOf(true);
  const first = layers.findIndex((layer) => layer.weights.length > 0);
  if (last === first) return [{ name: "head", layers }];
  return [
    { name: "body", layers: layers.slice(0, last) },
    { name: "head", layers: layers.slice(last) },
  ];
}

/**
 * Groups layers by what is said of each one's name; the groups come in the order in which their first layers do.
 *
 * @param nameOf the name of a layer's group
 */
export function setLayerGroupsBy(model: tf.LayersModel, nameOf: (layer: string) => string): void {
  const groups = new Map<string, tf.layers.Layer[]>();
  for (const layer of model.layers) {
    const name = nameOf(layer.name);
    groups.set(name, [...(groups.get(name) ?? []), layer]);
  }
  setLayerGroups(
    model,
    [...groups].map(([name, layers]) => ({ name, layers })),
  );
}
