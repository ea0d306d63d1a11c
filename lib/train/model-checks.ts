import { plural } from "../base/index.ts";
import type { LabelledImages } from "../data/index.ts";
import type { tf } from "../device/index.ts";
import type { Loss } from "./losses/loss.ts";

/**
 * The number of scores that a model gives for a picture.
 *
 * @throws TypeError when the model is not built, or has not one input of pictures and one output of scores
 */
export function outputsOf(model: tf.LayersModel): number {
  if (!model.outputs?.length) {
    throw new TypeError(
      "Expected a model that knows the shape of its pictures but got one that is not built.\n  Give its first layer inputShape: [height, width, channels].",
    );
  }
  const shape = model.outputs[0]?.shape ?? [];
  const outputs = shape.at(-1);
  if (model.inputs.length !== 1 || model.outputs.length !== 1 || shape.length !== 2 || typeof outputs !== "number") {
    throw new TypeError(
      `Expected a model from one picture to scores [N, classes] but got one with ${plural(model.inputs.length, "input")} and outputs ${model.outputs.map((output) => inWords(output.shape)).join(", ")}.\n  End it with tf.layers.flatten() and tf.layers.dense({ units: classes }).`,
    );
  }
  return outputs;
}

/**
 * Makes sure that a model ends in plain scores where the loss takes these.
 *
 * @throws TypeError when its last layer is a softmax or a sigmoid
 */
export function expectLogits(model: tf.LayersModel, loss: Loss): void {
  const last = model.layers.at(-1);
  const activation = last?.getClassName() === "Softmax" ? "softmax" : last?.getConfig()["activation"];
  if (!loss.fromLogits || (activation !== "softmax" && activation !== "sigmoid")) return;
  throw new TypeError(
    `Expected a model that ends in plain scores (logits) but its last layer "${last?.name}" ends in ${activation}.\n  Take its activation away: ${loss.name} applies softmax itself, and twice would train badly. predict gives probabilities all the same.`,
  );
}

/** Which pictures a message is about. */
type Named = Pick<LabelledImages, "id" | "split">;

/**
 * Makes sure that a model takes a data set's pictures.
 *
 * @param shape of each picture in a batch, `[H, W, C]`; undefined where it is not known yet
 * @throws RangeError when their height, width or channels differ from the model's input
 */
export function expectPictures(model: tf.LayersModel, { id, split }: Named, shape: readonly number[] | undefined): void {
  if (!shape) return;
  const wanted = model.inputs[0]?.shape ?? [];
  const got = [null, ...shape];
  if (wanted.length === got.length && wanted.every((size, axis) => size === null || size === got[axis])) return;
  throw new RangeError(
    `Expected pictures of shape ${inWords(wanted)}, which the model takes, but those of ${id} (${split}) are ${inWords(got)}.\n  Build the model with inputShape: [${shape.join(", ")}], or resize the pictures: transforms: [T.resize([height, width])].`,
  );
}

/**
 * Makes sure that each label is one of the model's outputs.
 *
 * @throws RangeError when there are no labels, or the first that is outside with its place
 */
export function expectLabels({ id, split, labels }: Pick<LabelledImages, "id" | "split" | "labels">, outputs: number): void {
  if (!labels)
    throw new RangeError(`Expected pictures with labels to learn from but those of ${id} (${split}) have none: they can only be predicted`);
  const index = labels.findIndex((label) => label < 0 || label >= outputs);
  if (index < 0) return;
  throw new RangeError(
    `Expected labels between 0 and ${outputs - 1} but got ${labels[index]} at index ${index} of ${id} (${split}).\n  The model has ${plural(outputs, "output")}, so classes are numbered from 0. Labels that start at 1? Subtract 1. A new class? Give the last layer more units.`,
  );
}

const inWords = (shape: readonly (number | null)[]): string => `[${shape.map((size) => size ?? "N").join(", ")}]`;
