import { tf } from "./tensorflow.ts";

/** What an operation of TensorFlow is told besides its inputs; a dtype is given by its name. */
export type AttributeValue =
  | { readonly float: number }
  | { readonly bool: boolean }
  | { readonly string: string }
  | { readonly dtype: "float32" | "int32" };

/** The part of tfjs-node's backend that runs any of TensorFlow's operations by its name. */
interface NativeBackend {
  readonly binding: Readonly<Record<`TF_${"ATTR_TYPE" | "ATTR_FLOAT" | "ATTR_STRING" | "ATTR_BOOL" | "FLOAT" | "INT32"}`, number>>;
  executeMultipleOutputs(name: string, attributes: readonly object[], inputs: readonly tf.Tensor[], outputs: number): tf.Tensor[];
}

export interface NativeOperation {
  readonly inputs: readonly tf.Tensor[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly outputs: number;
}

/** Whether `nativeOperation` can be called: on the engines `tensorflow` and `cuda`. */
export const hasNativeOperations = (): boolean => tf.getBackend() === "tensorflow";

/**
 * Runs one of TensorFlow's own operations (https://www.tensorflow.org/api_docs/python/tf/raw_ops), for what TensorFlow.js has no op for.
 *
 * It is not taped: for a gradient call it in a `tf.customGrad`.
 *
 * @param name such as "FusedBatchNormV3"
 */
export function nativeOperation(name: string, { inputs, attributes, outputs }: NativeOperation): tf.Tensor[] {
  const backend = tf.backend() as unknown as NativeBackend;
  const told = Object.entries(attributes).map(([attribute, value]) => ({ name: attribute, ...inBinding(value, backend) }));
  return backend.executeMultipleOutputs(name, told, inputs, outputs);
}

function inBinding(value: AttributeValue, { binding }: NativeBackend): { readonly type: number; readonly value: unknown } {
  if ("float" in value) return { type: binding.TF_ATTR_FLOAT, value: value.float };
  if ("bool" in value) return { type: binding.TF_ATTR_BOOL, value: value.bool };
  if ("string" in value) return { type: binding.TF_ATTR_STRING, value: value.string };
  return { type: binding.TF_ATTR_TYPE, value: value.dtype === "int32" ? binding.TF_INT32 : binding.TF_FLOAT };
}
