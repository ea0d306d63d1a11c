import { backendOfTensorFlow, type NativeBinding } from "./native-backend.ts";
import type { tf } from "./tensorflow.ts";

/** What an operation of TensorFlow is told besides its inputs; a dtype is given by its name. */
export type AttributeValue =
  | { readonly float: number }
  | { readonly int: number }
  | { readonly bool: boolean }
  | { readonly string: string }
  | { readonly dtype: "float32" | "int32" | "bool" };

const typeNames = { float32: "TF_FLOAT", int32: "TF_INT32", bool: "TF_BOOL" } as const;

export interface NativeOperation {
  readonly inputs: readonly tf.Tensor[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly outputs: number;
}

/**
 * Runs one of TensorFlow's own operations (https://www.tensorflow.org/api_docs/python/tf/raw_ops), for what TensorFlow.js has no op for.
 *
 * It is not taped: for a gradient call it in a `tf.customGrad`.
 *
 * @param name such as "FusedBatchNormV3"
 */
export function nativeOperation(name: string, { inputs, attributes, outputs }: NativeOperation): tf.Tensor[] {
  const backend = backendOfTensorFlow();
  const told = Object.entries(attributes).map(([attribute, value]) => ({ name: attribute, ...inBinding(value, backend.binding) }));
  return backend.executeMultipleOutputs(name, told, inputs, outputs);
}

function inBinding(value: AttributeValue, binding: NativeBinding): { readonly type: number; readonly value: unknown } {
  if ("float" in value) return { type: binding.TF_ATTR_FLOAT, value: value.float };
  if ("int" in value) return { type: binding.TF_ATTR_INT, value: value.int };
  if ("bool" in value) return { type: binding.TF_ATTR_BOOL, value: value.bool };
  if ("string" in value) return { type: binding.TF_ATTR_STRING, value: value.string };
  return { type: binding.TF_ATTR_TYPE, value: binding[typeNames[value.dtype]] };
}
