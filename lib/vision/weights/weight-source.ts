import type { WeightArray, WeightArrays } from "../../nn/weights/index.ts";

/** A layer in a file of weights. */
export interface FileLayer {
  readonly name: string;
  /** The file's names, such as `weight` or `kernel`; numbers from 0 where it has none. */
  readonly weights: WeightArrays;
  /** Which sort of layer it is, such as `conv2d`, in files that have their layers by sort and not in order. */
  readonly kind?: string;
}

/** Weights from a file, before they are a model's. */
export interface WeightSource {
  /** Its path, for messages. */
  readonly file: string;
  /** Who wrote it: decides about names and layouts. */
  readonly origin: "Descent" | "Keras" | "PyTorch";
  readonly layers: readonly FileLayer[];
  /** Whether the layers come in the network's order: Python's safetensors sorts them by name. */
  readonly isOrdered: boolean;
}

/** What PyTorch counts but no network computes with. */
const counters = ["num_batches_tracked"];
/** What a learner's file holds beside the weights. */
const besides = ["optimizer/", "fit/"];

/**
 * Weights by `<layer>.<weight>`, as layers in the order of the file. Names of PyTorch's are told by their endings.
 *
 * @param file its path, for messages
 */
export function sourceOf(weights: WeightArrays, file: string, format: "pth" | "safetensors"): WeightSource {
  const layers = new Map<string, Map<string, WeightArray>>();
  let isPyTorch = false;
  for (const [name, array] of weights) {
    const cut = name.lastIndexOf(".");
    const [layer, weight] = [name.slice(0, Math.max(0, cut)), name.slice(cut + 1)];
    if (counters.includes(weight) || besides.some((start) => name.startsWith(start))) continue;
    isPyTorch ||= weight === "weight" || weight === "running_mean";
    const known = layers.get(layer) ?? new Map<string, WeightArray>();
    layers.set(layer, known.set(weight, array));
  }
  return {
    file,
    origin: isPyTorch ? "PyTorch" : "Descent",
    isOrdered: format === "pth" || !isPyTorch,
    layers: Array.from(layers, ([name, weightsOfLayer]) => ({ name, weights: weightsOfLayer })),
  };
}
