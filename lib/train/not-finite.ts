import { tf } from "../device/index.ts";
import { atStep } from "../nn/index.ts";
import { modelWeights } from "../nn/weights/index.ts";
import type { BatchTensors } from "./callbacks/callback.ts";
import { layerSteps, runSteps } from "./interpret/layer-steps.ts";
import type { Training } from "./training-step.ts";

/** Where the first number came up that is not finite, and what to try. */
export interface NotFinite {
  /** Such as `in the weights dense_1.kernel`. */
  readonly place: string;
  readonly kind: "pictures" | "targets" | "weights" | "layer" | "loss" | "unknown";
}

/**
 * Goes through a training step once more to find the first number in it that is not finite: in the pictures, the targets, the weights, what
 * a layer makes of them, or the loss. The weights must be those from before the step; running averages change as in any step.
 *
 * @param batch as it was trained on
 */
export async function findNotFinite({ model, loss, state }: Training, { images, targets }: BatchTensors): Promise<NotFinite> {
  if (!(await allFinite(images))) return { kind: "pictures", place: "in the pictures of this batch" };
  if (!(await allFinite(targets))) return { kind: "targets", place: "in the targets of this batch" };
  const weight = await findNotFiniteWeight(model);
  if (weight !== undefined) return { kind: "weights", place: `in the weights ${weight}` };
  const made: { readonly layer: string; readonly sum: tf.Tensor }[] = [];
  const lossSum = tf.tidy(() => {
    const steps = layerSteps(model);
    const known = new Map([[steps.inputs[0] ?? 0, images]]);
    const options = {
      training: true,
      onStep: ({ layer }: { readonly layer: tf.layers.Layer }, outputs: readonly tf.Tensor[]): void => {
        for (const output of outputs) made.push({ layer: layer.name, sum: tf.keep(vanishing(output)) });
      },
    };
    // The step has been counted already: what was dropped at random then is dropped again.
    const outputs = atStep(tf.sub(state.step, 1), () => runSteps(steps, { known, wanted: steps.outputs[0] ?? 0 }, options));
    return vanishing(loss.value(outputs, targets));
  });
  try {
    for (const { layer, sum } of made) {
      if (Number.isNaN((await sum.data())[0])) return { kind: "layer", place: `in what the layer "${layer}" makes` };
    }
    const isNumber = !Number.isNaN((await lossSum.data())[0]);
    return isNumber
      ? { kind: "unknown", place: "nowhere when this batch is gone through again" }
      : { kind: "loss", place: `in the loss ${loss.name}, whose inputs are finite` };
  } finally {
    tf.dispose([lossSum, ...made.map(({ sum }) => sum)]);
  }
}

/** The name of the first weight of a model that is not finite; undefined where all are. */
export async function findNotFiniteWeight(model: tf.LayersModel): Promise<string | undefined> {
  for (const [name, variable] of modelWeights(model)) if (!(await allFinite(variable))) return name;
  return undefined;
}

async function allFinite(tensor: tf.Tensor): Promise<boolean> {
  const sum = vanishing(tensor);
  try {
    return !Number.isNaN((await sum.data())[0]);
  } finally {
    sum.dispose();
  }
}

/** A scalar that is 0, or NaN where a number is NaN or infinite: each times 0, then added up. Every engine can do that. */
const vanishing = (tensor: tf.Tensor): tf.Tensor => tf.tidy(() => tf.sum(tf.mul(tf.cast(tensor, "float32"), 0)));
