import { tf } from "../../device/index.ts";

/** The place of a value that passes between the layers of a model: its pictures, what each layer makes, its scores. */
export type Place = number;

/** One layer at work. A layer that is used twice has two of them. */
export interface LayerStep {
  readonly layer: tf.layers.Layer;
  readonly from: readonly Place[];
  readonly to: readonly Place[];
}

/** A model as the list of its layers in the order in which they run; models inside it are unfolded. */
export interface LayerSteps {
  readonly inputs: readonly Place[];
  readonly outputs: readonly Place[];
  readonly steps: readonly LayerStep[];
}

/**
 * Lists the layers of a model in the order in which they run, with what each takes from which other: a model can then be begun or
 * ended at any layer, branches included, which `model.apply` can't.
 */
export function layerSteps(model: tf.LayersModel): LayerSteps {
  const steps: LayerStep[] = [];
  let places = 0;
  const place = (): Place => places++;

  /** The places of what the model makes of the values at these places. */
  function unfold(part: tf.LayersModel, inputs: readonly Place[]): Place[] {
    const known = new Map(part.inputs.map((symbol, index) => [symbol, inputs[index] as Place]));
    const find = (symbol: tf.SymbolicTensor): Place => {
      const found = known.get(symbol);
      if (found !== undefined) return found;
      const layer = symbol.sourceLayer;
      const use = layer.inboundNodes.find(({ outputTensors }) => outputTensors.includes(symbol));
      if (!use) throw new Error(`Expected the layer "${layer.name}" to know how it was used but it does not: was the model built?`);
      const from = use.inputTensors.map(find);
      const to = layer instanceof tf.LayersModel ? unfold(layer, from) : use.outputTensors.map(place);
      if (!(layer instanceof tf.LayersModel)) steps.push({ layer, from, to });
      for (const [index, output] of use.outputTensors.entries()) known.set(output, to[index] as Place);
      return known.get(symbol) as Place;
    };
    return part.outputs.map(find);
  }

  const inputs = model.inputs.map(place);
  return { inputs, outputs: unfold(model, inputs), steps };
}

export interface RunStepsOptions {
  /** Whether layers behave as in training: dropout, batch normalisation. */
  readonly training?: boolean;
  /** Called after each step with what it made. */
  readonly onStep?: (step: LayerStep, made: readonly tf.Tensor[]) => void;
}

/**
 * Runs the layers that lie between what is known and what is wanted, inference unless told.
 *
 * @param known values by their place; what is made on the way is added, and is the caller's to dispose (best by `tf.tidy` around it)
 * @param wanted where to stop
 * @returns the value at the wanted place
 * @throws RangeError when what is known does not lead there
 */
export function runSteps(
  { steps }: LayerSteps,
  { known, wanted }: { readonly known: Map<Place, tf.Tensor>; readonly wanted: Place },
  { training = false, onStep }: RunStepsOptions = {},
): tf.Tensor {
  for (const step of steps) {
    if (known.has(wanted)) break;
    if (step.to.every((place) => known.has(place)) || !step.from.every((place) => known.has(place))) continue;
    const inputs = step.from.map((place) => known.get(place) as tf.Tensor);
    const made = [step.layer.apply(inputs, { training })].flat() as tf.Tensor[];
    for (const [index, place] of step.to.entries()) known.set(place, made[index] as tf.Tensor);
    onStep?.(step, made);
  }
  const value = known.get(wanted);
  if (!value)
    throw new RangeError(
      `Expected values from which place ${wanted} of the model can be computed but got those of ${[...known.keys()].join(", ")}`,
    );
  return value;
}
