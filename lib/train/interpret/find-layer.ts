import { byLikeness, describe } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import type { LayerStep, LayerSteps } from "./layer-steps.ts";

/** A layer of a model, or its name. */
export type LayerChoice = string | tf.layers.Layer;

/** Layers that slide filters over a picture, by their class. */
const convolutions: ReadonlySet<string> = new Set(["Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose"]);

/** Whether a layer slides filters over pictures. */
export function isConvolution(layer: tf.layers.Layer): boolean {
  return convolutions.has(layer.getClassName());
}

/**
 * The place of a layer among the steps of a model: its last use, where it has several.
 *
 * @throws RangeError when the model has no such layer; the message names the likeliest ones
 */
export function findLayer({ steps }: LayerSteps, choice: LayerChoice): LayerStep {
  if (typeof choice !== "string" && !(choice instanceof tf.layers.Layer)) {
    throw new TypeError(`Expected layer to be a name such as ${describe(steps[0]?.layer.name)} or a layer but got ${describe(choice)}`);
  }
  const uses = steps.filter(({ layer }) => layer === choice || layer.name === choice);
  const last = uses[uses.length - 1];
  if (last) return last;
  const name = typeof choice === "string" ? choice : choice.name;
  const likely = byLikeness(name, [...new Set(steps.map(({ layer }) => layer.name))]).slice(0, 3);
  throw new RangeError(
    `Expected layer to be one of the model's but got ${describe(name)}.\n  Did you mean ${likely.map(describe).join(" or ")}? show(learner.summary()) lists all.`,
  );
}

/**
 * The first convolution of a model.
 *
 * @throws RangeError when it has none
 */
export function firstConvolution({ steps }: LayerSteps, purpose: string): LayerStep {
  const found = steps.find(({ layer }) => isConvolution(layer));
  if (!found) throw withoutConvolution(purpose);
  return found;
}

/**
 * The last convolution of a model.
 *
 * @throws RangeError when it has none
 */
export function lastConvolution({ steps }: LayerSteps, purpose: string): LayerStep {
  const found = steps.filter(({ layer }) => isConvolution(layer)).pop();
  if (!found) throw withoutConvolution(purpose);
  return found;
}

function withoutConvolution(purpose: string): RangeError {
  return new RangeError(
    `Expected a model with a convolution, ${purpose}, but this one has none.\n  occlusion(…) shows for any model which part of a picture counts.`,
  );
}
