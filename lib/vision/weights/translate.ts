import type { WeightArray, WeightedLayer } from "../../nn/weights/index.ts";
import { flattenedShape } from "./flattened-shape.ts";
import { reshaped, transposed } from "./rearrange.ts";
import type { FileLayer, WeightSource } from "./weight-source.ts";

/** What a layer of a file gives to one of a model: arrays by the model's names, and the names in the file that have no use. */
export interface Translated {
  readonly arrays: ReadonlyMap<string, WeightArray>;
  readonly unused: readonly string[];
}

/** PyTorch's names for the weights of a layer. */
const torchNames: Readonly<Record<string, string>> = {
  kernel: "weight",
  depthwise_kernel: "weight",
  embeddings: "weight",
  gamma: "weight",
  bias: "bias",
  beta: "bias",
  moving_mean: "running_mean",
  moving_variance: "running_var",
};

/** The weights of a file's layer under the names, and in the layouts, of a model's layer. What does not fit is left to a later check. */
export function translate(target: WeightedLayer, source: FileLayer, origin: WeightSource["origin"]): Translated {
  const names = Array.from(target.variables.keys());
  const taken = new Map<string, string>(); // the model's name → the file's
  for (const [index, name] of names.entries()) {
    const found = candidates(name, index, origin).find((candidate) => source.weights.has(candidate));
    if (found !== undefined) taken.set(name, found);
  }
  const arrays = Array.from(taken, ([name, from]) => {
    const array = source.weights.get(from) as WeightArray;
    return [name, origin === "PyTorch" ? fromTorch(target, name, array) : array] as const;
  });
  const used = new Set(taken.values());
  return { arrays: new Map(arrays), unused: Array.from(source.weights.keys()).filter((name) => !used.has(name)) };
}

/** Under which names a file may have a weight. Keras 3 numbers them, and calls a depthwise kernel a kernel. */
function candidates(name: string, index: number, origin: WeightSource["origin"]): readonly string[] {
  if (origin === "PyTorch") return [torchNames[name] ?? name];
  if (origin === "Descent") return [name];
  return name === "depthwise_kernel" ? [name, "kernel", String(index)] : [name, String(index)];
}

/** From PyTorch's layout, channels first, to that of TensorFlow, channels last. */
function fromTorch({ layer, variables }: WeightedLayer, name: string, array: WeightArray): WeightArray {
  const shape = variables.get(name)?.shape ?? [];
  if (name === "depthwise_kernel") return fromTorchDepthwise(array, shape);
  if (name !== "kernel" || array.shape.length !== shape.length) return array;
  if (shape.length === 2) return fromTorchLinear(array, flattenedShape(layer));
  const [out = 0, into = 1, ...sides] = array.shape.keys();
  return transposed(array, [...sides, into, out]); // [O, I, H, W] → [H, W, I, O]
}

function fromTorchLinear(array: WeightArray, flattened: readonly [number, number, number] | undefined): WeightArray {
  const [out = 0, into = 0] = array.shape;
  const [height, width, channels] = flattened ?? [1, 1, into];
  if (height * width * channels !== into) return transposed(array, [1, 0]);
  const byPlace = reshaped(array, [out, channels, height, width]);
  return reshaped(transposed(byPlace, [2, 3, 1, 0]), [into, out]); // [O, C·H·W] → [H·W·C, O]
}

/** @param shape of the kernel here: `[H, W, C, M]`, with M outputs for each channel */
function fromTorchDepthwise(array: WeightArray, shape: readonly number[]): WeightArray {
  const [outputs = 0, one, height = 0, width = 0] = array.shape;
  const [, , channels = 0, multiplier = 0] = shape;
  if (array.shape.length !== 4 || one !== 1 || outputs !== channels * multiplier) return array;
  const byChannel = reshaped(array, [channels, multiplier, height, width]);
  return transposed(byChannel, [2, 3, 0, 1]); // [C·M, 1, H, W] → [H, W, C, M]
}
