import { tf } from "./tensorflow.ts";

/** Values that variables had, until they are disposed. */
export interface VariableSnapshot {
  /** Gives variables that have changed their values back; those that are gone meanwhile stay so. */
  restore(): void;
  dispose(): void;
}

/** The present values of variables. It costs nothing until they change. */
export function variableSnapshot(variables: readonly tf.Variable[]): VariableSnapshot {
  const copies = variables.map((variable) => ({ variable, value: tf.clone(variable) }));
  return {
    restore() {
      for (const { variable, value } of copies) {
        if (!variable.isDisposed && variable.dataId !== value.dataId) variable.assign(value);
      }
    },
    dispose: () => tf.dispose(copies.map(({ value }) => value)),
  };
}
