import { backendOfTensorFlow } from "./native-backend.ts";
import { tf } from "./tensorflow.ts";

/** TensorFlow makes use of the memory itself where it begins at a multiple of 64 bytes, and copies it where it does not. */
const besideAlignment = 8;
const alignment = 64;
const copying = new WeakMap<ArrayBufferLike, Map<number, boolean>>();

/**
 * A tensor with a copy of the values, whose memory can be overwritten as soon as this returns.
 *
 * `tf.tensor4d(values)` gives no such promise: it may read the values when the tensor is first used, or never copy them. Memory of
 * `memoryForTensors` is copied once, and six times as fast as by `values.slice()`, whose memory is new each time.
 */
export function copiedTensor(values: Float32Array, shape: [number, number, number, number]): tf.Tensor4D {
  const backend = tf.getBackend();
  if (backend !== "wasm" && !(backend === "tensorflow" && isCopied(values))) return tf.tensor4d(values.slice(), shape);
  const tensor = tf.tensor4d(values, shape); // WebAssembly's engine copies here
  if (backend === "tensorflow") handOver(tensor);
  return tensor;
}

/**
 * Memory for so many values that `copiedTensor` copies fast. It begins at a multiple of 8 bytes.
 *
 * @param options.shared whether other threads write to it too: JavaScript writes three times as slowly to shared memory
 */
export function memoryForTensors(length: number, { shared = false }: { readonly shared?: boolean } = {}): Float32Array {
  const Memory = shared ? SharedArrayBuffer : ArrayBuffer;
  const memory = new Memory(length * Float32Array.BYTES_PER_ELEMENT + besideAlignment);
  const aligned = new Float32Array(memory, 0, length);
  if (length === 0 || tf.getBackend() !== "tensorflow" || isCopied(aligned)) return aligned;
  return new Float32Array(memory, besideAlignment, length);
}

/**
 * Memory for so many values that is written once, before a tensor is made of it: `tf.tensor(values)` then reads it in place where TensorFlow
 * computes, so that the values are in memory once.
 */
export function memoryInPlace(length: number): Float32Array {
  const memory = new ArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT + alignment);
  for (let offset = 0; offset < alignment && length > 0 && tf.getBackend() === "tensorflow"; offset += besideAlignment) {
    const values = new Float32Array(memory, offset, length);
    if (!isCopied(values)) return values;
  }
  return new Float32Array(memory, 0, length);
}

/** Whether TensorFlow copies values that begin there. It is tried, once for each place: nothing in JavaScript tells an address. */
function isCopied(values: Float32Array): boolean {
  const places = copying.get(values.buffer) ?? new Map<number, boolean>();
  copying.set(values.buffer, places);
  const known = places.get(values.byteOffset);
  if (known !== undefined) return known;
  const copied = tryAt(values.subarray(0, 1));
  places.set(values.byteOffset, copied);
  return copied;
}

function tryAt(values: Float32Array): boolean {
  const before = values[0] as number;
  const tensor = tf.tensor1d(values);
  try {
    values[0] = 0;
    handOver(tensor);
    values[0] = 1;
    return tensor.dataSync()[0] === 0;
  } finally {
    values[0] = before;
    tensor.dispose();
  }
}

function handOver(tensor: tf.Tensor): void {
  backendOfTensorFlow().getInputTensorIds([tensor]); // as before an operation reads it
}
