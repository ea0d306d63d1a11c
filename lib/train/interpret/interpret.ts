import { budget, formatCount } from "../../base/index.ts";
import type { Loader } from "../../data/index.ts";
import type { tf } from "../../device/index.ts";
import { answerWidth } from "../answers.ts";
import { evaluationLimit } from "../fit-plan.ts";
import type { Loss } from "../losses/loss.ts";
import { expectPictures, outputsOf } from "../model-checks.ts";
import { Interpretation } from "./interpretation.ts";
import { judge } from "./judgement.ts";

export interface InterpretOptions {
  readonly model: tf.LayersModel;
  readonly loss: Loss;
  /** The pictures to look at, with labels, and how they are prepared for the model. */
  readonly loader: Loader;
  /** Names of the classes, by label; those of the data set unless told. */
  readonly classes?: readonly string[];
}

/**
 * Lets a model judge some pictures, each once and in their order, and keeps what came out, to look at from many sides. It has a progress
 * bar and can be stopped.
 *
 * @throws RangeError when the labels are hidden, or the pictures don't suit the model
 * @example
 * const report = await interpret({ model, loss: crossEntropy(), loader: valid });
 * show(report.confusionMatrix(), report.topLosses());
 */
export async function interpret({ model, loss, loader, classes }: InterpretOptions): Promise<Interpretation> {
  const width = answerWidth(loss, outputsOf(model, loss));
  expectPictures(model, loader.dataset, loader.imageShape);
  const { source, note } = withinBudget(loader.inOrder());
  const judgement = await judge({ model, loss, loader: source });
  const given = classes ?? loader.dataset.classes;
  const named = Array.from({ length: width }, (_, label) => given[label] ?? `class ${label}`);
  return new Interpretation({ model, loss, loader: source, classes: named, judgement, note });
}

/** All pictures, or under `DESCENT_BUDGET=quick` some of them, from all over the data set. */
function withinBudget(loader: Loader): { readonly source: Loader; readonly note?: string } {
  const { dataset, batchSize } = loader;
  const most = evaluationLimit() * batchSize;
  if (budget() === "full" || dataset.length <= most) return { source: loader };
  const indices = Array.from({ length: most }, (_, place) => Math.floor((place * dataset.length) / most));
  return { source: loader.over(dataset.subset(indices)), note: `DESCENT_BUDGET=quick: of ${formatCount(dataset.length)}` };
}
