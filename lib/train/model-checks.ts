import { plural } from "../base/index.ts";
import type { LabelledImages } from "../data/index.ts";
import type { tf } from "../device/index.ts";
import type { Loss } from "./losses/loss.ts";

/**
 * The number of outputs that a model has for a picture.
 *
 * @throws TypeError when the model is not built, has not one input of pictures and one output of scores, or has another number of outputs
 * than the loss takes
 */
export function outputsOf(model: tf.LayersModel, { name, task }: Pick<Loss, "name" | "task">): number {
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
  if (task !== "classes" && outputs !== 1) {
    const meaning = task === "binary" ? "the score of yes" : "the value";
    throw new TypeError(
      `Expected a model with 1 output, ${meaning}, which ${name} takes, but got one with ${outputs}.\n  End it with tf.layers.dense({ units: 1 }), or take a loss for classes: crossEntropy.`,
    );
  }
  return outputs;
}

/**
 * Makes sure that a model ends in plain scores where the loss takes these, and in probabilities where it takes those.
 *
 * @throws TypeError when its last layer is a softmax or a sigmoid and the loss applies it, or it lacks the one that the loss needs
 */
export function expectLogits(model: tf.LayersModel, { name, task, fromLogits }: Pick<Loss, "name" | "task" | "fromLogits">): void {
  const last = model.layers.at(-1);
  const activation = last?.getClassName() === "Softmax" ? "softmax" : last?.getConfig()["activation"];
  const own = task === "binary" ? "sigmoid" : "softmax";
  if (fromLogits && (activation === "softmax" || activation === "sigmoid")) {
    throw new TypeError(
      `Expected a model that ends in plain scores (logits) but its last layer "${last?.name}" ends in ${activation}.\n  Take its activation away: ${name} applies ${own} itself, and twice would train badly. predict gives probabilities all the same.`,
    );
  }
  if (!fromLogits && task !== "values" && activation === "linear" && last?.getClassName() === "Dense") {
    throw new TypeError(
      `Expected a model that ends in probabilities, which ${name} takes, but its last layer "${last.name}" gives plain scores.\n  Give it activation: "${own}", or take a loss that applies it itself: ${task === "binary" ? "binaryCrossEntropyWithLogits" : "crossEntropy"}.`,
    );
  }
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

/** What labels must suit. */
export interface Labelling {
  readonly task: Loss["task"];
  /** Outputs of the model. */
  readonly outputs: number;
}

/**
 * Makes sure that each label is one of the model's outputs; no or yes (0 or 1) where it has one score for that; any number where it gives
 * values.
 *
 * @throws RangeError when there are no labels, or the first that is outside with its place
 */
export function expectLabels({ id, split, labels }: Named & Pick<LabelledImages, "labels">, { task, outputs }: Labelling): void {
  if (!labels)
    throw new RangeError(`Expected pictures with labels to learn from but those of ${id} (${split}) have none: they can only be predicted`);
  const largest = task === "classes" ? outputs - 1 : task === "binary" ? 1 : Number.MAX_VALUE;
  const smallest = task === "values" ? -Number.MAX_VALUE : 0;
  const index = labels.findIndex((label) => !(label >= smallest && label <= largest));
  if (index < 0) return;
  const wanted = { classes: `labels between 0 and ${outputs - 1}`, binary: "labels 0 (no) or 1 (yes)", values: "labels that are numbers" };
  const hint = {
    classes: `The model has ${plural(outputs, "output")}, so classes are numbered from 0. Labels that start at 1? Subtract 1. A new class? Give the last layer more units.`,
    binary: "Its loss is for yes or no. More than two classes? Give the last layer one unit for each, and take the loss crossEntropy.",
    values: "Labels that are missing? Take these pictures out.",
  };
  throw new RangeError(`Expected ${wanted[task]} but got ${labels[index]} at index ${index} of ${id} (${split}).\n  ${hint[task]}`);
}

const inWords = (shape: readonly (number | null)[]): string => `[${shape.map((size) => size ?? "N").join(", ")}]`;
