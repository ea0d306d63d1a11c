import type { tf } from "../device/index.ts";

/** Sizes along the axes; null where any will do. */
export type Shape = readonly (number | null)[];

/**
 * Tells the shapes of a model's inner tensors for inputs of certain shapes. Models that take pictures of any size leave theirs open: with a
 * size, all shapes behind it are known.
 *
 * @param inputs shapes of the model's inputs, in their order
 */
export function outputShapes(model: tf.LayersModel, inputs: readonly Shape[]): (tensor: tf.SymbolicTensor) => Shape {
  const known = new Map<number, Shape>(model.inputs.map(({ id, shape }, index) => [id, inputs[index] ?? shape]));
  const shapeOf = (tensor: tf.SymbolicTensor): Shape => {
    const found = known.get(tensor.id);
    if (found) return found;
    const node = tensor.sourceLayer.inboundNodes[tensor.nodeIndex];
    // An input layer takes what it gives.
    if (!node || node.inboundLayers.length === 0) return tensor.shape;
    const taken = node.inputTensors.map(shapeOf) as (number | null)[][];
    const [first = []] = taken;
    const given = tensor.sourceLayer.computeOutputShape(taken.length === 1 ? first : taken);
    const all = (Array.isArray(given[0]) ? given : [given]) as Shape[];
    for (const [index, output] of node.outputTensors.entries()) known.set(output.id, all[index] ?? output.shape);
    return known.get(tensor.id) ?? tensor.shape;
  };
  return shapeOf;
}
