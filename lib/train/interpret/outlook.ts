import { byLikeness, describe } from "../../base/index.ts";
import type { tf } from "../../device/index.ts";
import type { OutputMeaning } from "../losses/loss.ts";
import type { ValueRange } from "./visible.ts";

/** What must be known to tell in words and pictures what a model makes of a picture. */
export interface Outlook {
  readonly meaning: OutputMeaning;
  /** Names of the classes, by label; numbered where they are not known. */
  readonly classes: readonly string[];
  /** Between what the values of all pictures lie; those of the picture at hand unless told. */
  readonly range?: ValueRange | undefined;
}

/** What can be told from the model alone: softmax or sigmoid at its end gives probabilities, one output answers yes or no. */
export function outlookOf(model: tf.LayersModel, classes: readonly string[] | undefined): Outlook {
  const outputs = model.outputs[0]?.shape[1] ?? 1;
  const last = model.layers[model.layers.length - 1];
  const activation = last?.getClassName() === "Softmax" ? "softmax" : last?.getConfig()["activation"];
  const task = outputs === 1 ? "binary" : "classes";
  const given = classes ?? (task === "binary" ? ["no", "yes"] : []);
  const named = Array.from({ length: task === "binary" ? 2 : outputs }, (_, label) => given[label] ?? `class ${label}`);
  return { meaning: { task, fromLogits: activation !== "softmax" && activation !== "sigmoid" }, classes: named };
}

/** A class by its number or its name. */
export type ClassChoice = number | string;

/**
 * The label of a class.
 *
 * @throws RangeError when there is no such class; the message names the likeliest ones
 */
export function labelOf(choice: ClassChoice, classes: readonly string[]): number {
  const label = typeof choice === "string" ? classes.indexOf(choice) : choice;
  if (Number.isInteger(label) && label >= 0 && label < classes.length) return label;
  const mend =
    typeof choice === "string"
      ? `Did you mean ${byLikeness(choice, classes).slice(0, 2).map(describe).join(" or ")}?`
      : `Classes are numbered from 0: ${classes.slice(0, 3).map(describe).join(", ")} …`;
  throw new RangeError(`Expected class to be one of the ${classes.length} classes but got ${describe(choice)}.\n  ${mend}`);
}
