import { tf } from "../../device/index.ts";
import { formatNumber, type Late, late } from "../../plot/index.ts";
import { answersIn, predictionsFrom } from "../answers.ts";
import { findLayer, isConvolution, type LayerChoice, lastConvolution } from "./find-layer.ts";
import { type LayerStep, type LayerSteps, layerSteps, type Place, runSteps } from "./layer-steps.ts";
import { type ClassChoice, labelOf, type Outlook, outlookOf } from "./outlook.ts";
import { PictureHeat } from "./picture-heat.ts";
import { type PictureInput, pictureTensor, visibleTensor } from "./picture-input.ts";

export interface GradCamOptions {
  /** The layer whose maps are looked at; unless told the last ones, but for those that are too small to tell places apart. */
  readonly layer?: LayerChoice;
  /** The class that is asked about, by number or name; the one that the model predicts unless told. */
  readonly class?: ClassChoice;
}

/**
 * Where in a picture a model sees a class: the maps of its last convolution, each weighted by how much the class's score grows with it.
 *
 * Selvaraju et al., "Grad-CAM: visual explanations from deep networks via gradient-based localization" (2017):
 * αₖ = mean over all places of ∂score / ∂mapₖ, heat = ReLU(Σₖ αₖ · mapₖ), enlarged to the picture. For any model with a convolution,
 * branches included.
 *
 * @param picture an `Image` or a tensor, as the model takes it
 * @param options.classes names of the classes, for the title and to choose one by name
 * @throws RangeError when the model has no convolution or no such layer, or does not take the picture
 * @example
 * show(gradCam(model, image, { class: "zebra", classes: animals.classes }));
 */
export function gradCam(
  model: tf.LayersModel,
  picture: PictureInput,
  { classes, ...options }: GradCamOptions & { readonly classes?: readonly string[] } = {},
): Late<PictureHeat> {
  return late(gradCamOf(model, { batch: pictureTensor(model, picture), outlook: outlookOf(model, classes) }, options));
}

/** What is looked at: a picture `[1, H, W, C]`, which is disposed, and how to tell about it. */
export interface Sight {
  readonly batch: tf.Tensor4D;
  readonly outlook: Outlook;
  /** Words above the picture. */
  readonly caption?: string;
}

export async function gradCamOf(
  model: tf.LayersModel,
  { batch, outlook, caption = "picture" }: Sight,
  { layer, class: choice }: GradCamOptions,
): Promise<PictureHeat> {
  const tensors: tf.Tensor[] = [batch];
  try {
    const steps = layerSteps(model);
    const { meaning, classes, range } = outlook;
    const scores = model.apply(batch, { training: false }) as tf.Tensor; // [1, outputs]
    tensors.push(scores);
    const answers = tf.tidy(() => answersIn(scores, meaning)); // [1, columns]
    tensors.push(answers);
    const numbers = (await answers.data()) as Float32Array;
    const predicted =
      meaning.task === "values" ? 0 : (predictionsFrom({ task: meaning.task, width: numbers.length, numbers }).classes[0] ?? 0);
    const label = choice === undefined ? predicted : labelOf(choice, classes);
    const { heat, name } = tf.tidy(() => heatOf(steps, batch, { layer, scoreOf: scoreFor(label, meaning.task) }));
    tensors.push(heat);
    const score = numbers[label] ?? 0;
    const about = meaning.task === "values" ? `the value ${formatNumber(score)}` : `${classes[label]}, probability ${score.toFixed(2)}`;
    return new PictureHeat({
      picture: await visibleTensor(batch, range),
      heat: (await heat.data()) as Float32Array,
      label,
      score,
      title: `What speaks for ${about}`,
      captions: [caption, `Grad-CAM at ${name}`],
    });
  } finally {
    tf.dispose(tensors);
  }
}

/** From the model's outputs `[1, outputs]` to the scalar that is to grow. Yes and no have one score: no's is its negative. */
function scoreFor(label: number, task: Outlook["meaning"]["task"]): (outputs: tf.Tensor) => tf.Scalar {
  if (task === "classes") return (outputs) => tf.sum(tf.slice(outputs, [0, label], [1, 1]));
  return (outputs) => (task === "binary" && label === 0 ? tf.neg(tf.sum(outputs)) : tf.sum(outputs));
}

interface HeatOptions {
  readonly layer: LayerChoice | undefined;
  readonly scoreOf: (outputs: tf.Tensor) => tf.Scalar;
}

function heatOf(steps: LayerSteps, batch: tf.Tensor4D, { layer, scoreOf }: HeatOptions): { heat: tf.Tensor2D; name: string } {
  const [, height, width] = batch.shape;
  const known = new Map<Place, tf.Tensor>([[steps.inputs[0] as Place, batch]]);
  const step = layer === undefined ? lastMaps(steps, known) : findLayer(steps, layer);
  const place = step.to[0] as Place;
  const maps = runSteps(steps, { known, wanted: place }); // [1, h, w, K]
  if (maps.rank !== 4) {
    throw new RangeError(
      `Expected a layer that makes maps [N, height, width, channels] but "${step.layer.name}" makes [${["N", ...maps.shape.slice(1)].join(", ")}].\n  Choose a convolution or what follows it before the flattening.`,
    );
  }
  // What was computed on the way to the maps does not depend on them and stays as it is; what comes after them is computed anew.
  const before = new Map([...known].filter(([other]) => isBefore(steps, other, place)));
  const rest = (changed: tf.Tensor): tf.Scalar =>
    scoreOf(runSteps(steps, { known: new Map([...before, [place, changed]]), wanted: steps.outputs[0] as Place }));
  const gradient = tf.grad(rest)(maps); // [1, h, w, K]
  const weights = tf.mean(gradient, [1, 2], true); // [1, 1, 1, K]
  const small = tf.relu(tf.sum(tf.mul(weights, maps), 3, true)) as tf.Tensor4D; // [1, h, w, 1]
  return { heat: tf.squeeze(tf.image.resizeBilinear(small, [height, width], false, true), [0, 3]) as tf.Tensor2D, name: step.layer.name }; // [H, W]
}

/** Whether a place gets its value before another: the steps are in the order in which they run. */
function isBefore({ steps }: LayerSteps, place: Place, other: Place): boolean {
  const turn = (wanted: Place): number => steps.findIndex(({ to }) => to.includes(wanted));
  return turn(place) < turn(other);
}

/** Maps of fewer cells along a side would say of a place hardly more than which half of the picture it lies in. */
const leastSide = 4;

/**
 * The last maps of the model that are of a size with those of its last convolution, such as the sum and the activation that end a residual
 * block; of the last convolution that makes at least 4 × 4 cells, where there is one. Runs the model, for its own words may leave sizes open.
 */
function lastMaps(steps: LayerSteps, known: Map<Place, tf.Tensor>): LayerStep {
  const last = lastConvolution(steps, "for Grad-CAM weighs the maps that it makes");
  const sizes = new Map<LayerStep, readonly number[]>();
  runSteps(
    steps,
    { known, wanted: steps.outputs[0] as Place },
    { onStep: (step, [made]) => sizes.set(step, made?.rank === 4 ? made.shape.slice(1, 3) : []) },
  );
  const sizeOf = (step: LayerStep): readonly number[] => sizes.get(step) ?? [];
  const large = steps.steps.filter((step) => isConvolution(step.layer) && Math.min(...sizeOf(step)) >= leastSide).pop() ?? last;
  const after = steps.steps.slice(steps.steps.indexOf(large));
  return after.filter((step) => String(sizeOf(step)) === String(sizeOf(large)) && !isIdle(step)).pop() ?? large;
}

/** Whether a layer passes on what it gets, in inference. */
const isIdle = ({ layer }: LayerStep): boolean => /Dropout/.test(layer.getClassName());
