import { describe } from "../base/index.ts";
import { tf } from "../device/index.ts";
import type { LayerGroup } from "../nn/index.ts";

/**
 * Freezes all layer groups before one, and lets that one and those after it learn.
 *
 * Yosinski et al., "How transferable are features in deep neural networks?" (2014); fastai's `freeze_to`.
 *
 * @param first the group's place, from 0 at the input (−1 is the last), or its name
 * @throws RangeError when there is no such group, with those there are
 */
export function freezeGroups(model: tf.LayersModel, groups: readonly LayerGroup[], first: number | string): void {
  const named = typeof first === "string" ? groups.findIndex(({ name }) => name === first) : first;
  const place = named < 0 && typeof first === "number" ? groups.length + named : named;
  if (!groups[place]) {
    const list = groups.map(({ name }, index) => `${index} "${name}"`).join(", ");
    throw new RangeError(`Expected a layer group of ${model.name} but got ${describe(first)}.\n  Its groups are ${list}; -1 is the last.`);
  }
  model.trainable = true; // else the layers' own marks would not count
  for (const [group, { layers }] of groups.entries())
    for (const layer of layers) for (const one of withInner(layer)) one.trainable = group >= place;
}

const withInner = (layer: tf.layers.Layer): readonly tf.layers.Layer[] => (layer instanceof tf.LayersModel ? everyLayer(layer) : [layer]);

/** A model, its layers, and those of models within it, each after what it is in. Marks are set in this order, for a model's marks its layers. */
export function everyLayer(model: tf.LayersModel): readonly tf.layers.Layer[] {
  return [model, ...model.layers.flatMap(withInner)];
}

/**
 * Makes sure that something can learn.
 *
 * @throws TypeError when every layer of the model is frozen, or none has weights
 */
export function expectTrainable(model: tf.LayersModel): void {
  if (model.trainableWeights.length > 0) return;
  const [fault, mend] =
    model.weights.length === 0
      ? ["has no weights", "Give it a layer that learns, such as tf.layers.dense."]
      : ["has only frozen layers", "Let them learn again with learner.unfreeze(), or the last ones with learner.freeze()."];
  throw new TypeError(`Expected a model that can learn but ${model.name} ${fault}.\n  ${mend}`);
}
