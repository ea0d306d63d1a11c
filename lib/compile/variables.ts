import { nativeOperation, tf } from "../device/index.ts";

/** Values that variables had, until they are disposed. */
export interface Before {
  /** Gives changed variables their values back. */
  restore(): void;
  dispose(): void;
}

const all = (): tf.Variable[] => Object.values(tf.engine().registeredVariables);

/** The present values of all variables there are. It costs nothing until they change. */
export function valuesBefore(): Before {
  const before = all().map((variable) => ({ variable, value: tf.clone(variable) }));
  return {
    restore() {
      for (const { variable, value } of before) if (!variable.isDisposed && variable.dataId !== value.dataId) variable.assign(value);
    },
    dispose: () => tf.dispose(before.map(({ value }) => value)),
  };
}

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
