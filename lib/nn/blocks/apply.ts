import type { tf } from "../../device/index.ts";

/** Appends a layer with one output to a network that is being drawn up. */
export function apply(layer: tf.layers.Layer, inputs: tf.SymbolicTensor | tf.SymbolicTensor[]): tf.SymbolicTensor {
  return layer.apply(inputs) as tf.SymbolicTensor;
}
