import { nativeOperation, tf, type VariableSnapshot, variableSnapshot } from "../device/index.ts";

const all = (): tf.Variable[] => Object.values(tf.engine().registeredVariables);

/** The present values of all variables there are. */
export const valuesBefore = (): VariableSnapshot => variableSnapshot(all());

/** Variables can share values, as after setWeights; a graph would take one for the other. */
export function giveEachItsOwnValues(): void {
  const seen = new Set<unknown>();
  for (const variable of all()) {
    if (seen.has(variable.dataId)) {
      const copy = ownValues(variable);
      variable.assign(copy);
      copy.dispose();
    }
    seen.add(variable.dataId);
  }
}

/** The same values in a tensor that shares them with none. */
export function ownValues(tensor: tf.Tensor): tf.Tensor {
  const dtype = tensor.dtype as "float32"; // every type has the operation
  return nativeOperation("Identity", { inputs: [tensor], attributes: { T: { dtype } }, outputs: 1 })[0] as tf.Tensor;
}
