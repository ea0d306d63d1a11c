import { tf } from "./tensorflow.ts";

/** What TensorFlow's library tells of a tensor that it has made: its number there, shape and TensorFlow's number of the type. */
export interface TensorMetadata {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** An attribute of an operation, as the binding takes it: `type` is one of its `TF_ATTR_…`. */
export interface OperationAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

type BindingNumber = `TF_ATTR_${"TYPE" | "FLOAT" | "STRING" | "BOOL" | "INT" | "SHAPE"}` | `TF_${"FLOAT" | "INT32" | "BOOL" | "STRING"}`;

/** TensorFlow's library, as the add-on hands it to JavaScript. The last two are there where this project has compiled the add-on. */
export interface NativeBinding extends Readonly<Record<BindingNumber, number>> {
  executeOp(name: string, attributes: readonly OperationAttribute[], inputs: readonly number[], outputs: number): TensorMetadata[];
  loadSavedModel(folder: string, tags: string): number;
  runSavedModel(session: number, inputs: readonly number[], inputNames: string, outputNames: string): TensorMetadata[];
  deleteSavedModel(session: number): void;
  addGraphFunction?(graph: Uint8Array, name: string, inputs: string, outputs: string): void;
  removeGraphFunction?(name: string): void;
}

/** What names the values of a tensor: tensors with the same one share them. */
export type DataId = tf.Tensor["dataId"];

/** The part of tfjs-node's backend that runs any of TensorFlow's operations by its name. */
export interface NativeBackend {
  readonly binding: NativeBinding;
  readonly tensorMap: {
    get(id: DataId): { readonly shape: readonly number[]; readonly dtype: number; readonly values: unknown };
    has(id: DataId): boolean;
  };
  executeSingleOutput(name: string, attributes: readonly OperationAttribute[], inputs: readonly tf.Tensor[]): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
  /** Says that one more tensor has the values. */
  incRef(id: DataId): void;
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  readSync(id: DataId): Float32Array | Int32Array | Uint8Array | string[];
  read(id: DataId): Promise<Float32Array | Int32Array | Uint8Array | string[]>;
}

/** Whether TensorFlow's library computes: on the engines `tensorflow` and `cuda`. */
export const hasNativeOperations = (): boolean => tf.getBackend() === "tensorflow";

/** TensorFlow's library behind TensorFlow.js. @throws Error on other engines */
export function backendOfTensorFlow(): NativeBackend {
  if (!hasNativeOperations()) throw new Error(`Expected the engine tensorflow or cuda but ${tf.getBackend() || "none"} computes`);
  return tf.backend() as unknown as NativeBackend;
}
