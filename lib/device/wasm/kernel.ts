import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { tf } from "../tensorflow.ts";

/** Tensors that a kernel works on, by the names that TensorFlow.js gives them. */
type Inputs<Name extends string> = Readonly<Record<Name, tf.Tensor4D>>;

/**
 * A kernel of the wasm backend that is composed of ops which the backend has already.
 *
 * What the composition makes on the way is disposed. Nothing of it is taped: TensorFlow.js tapes only ops outside kernels.
 *
 * @param kernelName the name under which TensorFlow.js asks for it, such as `tf.Conv2DBackpropFilter`
 */
export function composedKernel<Name extends string, Attributes>(
  kernelName: string,
  compute: (inputs: Inputs<Name>, attributes: Attributes) => tf.Tensor,
): tf.KernelConfig {
  return {
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs }) => tf.tidy(() => compute(inputs as unknown as Inputs<Name>, attrs as unknown as Attributes)),
  };
}

/** A tensor's shape and its values where they lie in the backend's memory: to be read, not kept. */
export interface HeapTensor {
  readonly shape: [number, number, number, number];
  readonly values: Float32Array;
}

/** What a loop makes: a tensor of this shape, filled by a function that gets its values all zero. */
export interface Loop {
  readonly shape: [number, number, number, number];
  readonly fill: (result: Float32Array) => void;
}

/** A kernel of the wasm backend that is a loop in JavaScript over float32 tensors in the backend's own memory. */
export function loopKernel<Name extends string, Attributes>(
  kernelName: string,
  plan: (inputs: Readonly<Record<Name, HeapTensor>>, attributes: Attributes) => Loop,
): tf.KernelConfig {
  return {
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs, backend }) => {
      const wasm = backend as BackendWasm;
      // The values are looked up when they are asked for, and so after the result was made: making it may move all memory.
      const heapTensor = (tensor: tf.TensorInfo): HeapTensor => ({
        shape: tensor.shape as HeapTensor["shape"],
        get values() {
          return wasm.typedArrayFromHeap(tensor) as Float32Array;
        },
      });
      const tensors = Object.entries(inputs).map(([name, tensor]) => [name, heapTensor(tensor as tf.TensorInfo)]);
      const { shape, fill } = plan(Object.fromEntries(tensors) as Record<Name, HeapTensor>, attrs as unknown as Attributes);
      const result = wasm.makeOutput(shape, "float32");
      const values = wasm.typedArrayFromHeap(result) as Float32Array;
      values.fill(0);
      fill(values);
      return result;
    },
  };
}
