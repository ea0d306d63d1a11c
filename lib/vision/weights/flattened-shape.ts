import type { tf } from "../../device/index.ts";

/**
 * The shape `[H, W, C]` of the pictures that are flattened in front of a dense layer, where there are such; dropout and activations may
 * lie between.
 *
 * PyTorch has channels first, so what it flattens comes in another order, and the rows of the dense layer's kernel with it. A permutation
 * in front of the flattening says that the model has PyTorch's order already.
 */
export function flattenedShape(layer: tf.layers.Layer): readonly [number, number, number] | undefined {
  let before = inputOf(layer);
  while (before && before.getClassName() !== "Flatten" && before.weights.length === 0 && rankOf(before) === 2) before = inputOf(before);
  if (before?.getClassName() !== "Flatten" || inputOf(before)?.getClassName() === "Permute") return undefined;
  const [, ...sizes] = (before.inboundNodes[0]?.inputShapes[0] ?? []) as (number | null)[];
  const [height, width, channels] = sizes;
  if (sizes.length !== 3 || !height || !width || !channels) return undefined;
  return [height, width, channels];
}

/** The one layer that a layer takes its input from. */
function inputOf(layer: tf.layers.Layer): tf.layers.Layer | undefined {
  const layers = layer.inboundNodes[0]?.inboundLayers ?? [];
  return layers.length === 1 ? layers[0] : undefined;
}

const rankOf = (layer: tf.layers.Layer): number => (layer.inboundNodes[0]?.outputShapes[0] as unknown[] | undefined)?.length ?? 0;
