import { tf } from "../tensorflow.ts";
import { conv2dBackpropFilter } from "./conv2d-backprop-filter.ts";
import { conv2dBackpropInput } from "./conv2d-backprop-input.ts";
import { depthwiseBackpropFilter } from "./depthwise-backprop-filter.ts";
import { depthwiseBackpropInput } from "./depthwise-backprop-input.ts";
import { fastTransposedMatMul } from "./matmul.ts";
import { maxPoolGrad } from "./max-pool-grad.ts";
import { fastBroadcastTile } from "./tile.ts";
import { unsortedSegmentSum } from "./unsorted-segment-sum.ts";

/** Kernels that training needs and the backend lacks, or has in a form that is many times slower. */
const composed = [
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  maxPoolGrad,
  unsortedSegmentSum,
];

/** Kernels of the backend that are called with other arguments, because a path in them is slow. */
const wrapped: Readonly<Record<string, (stock: tf.KernelConfig) => tf.KernelConfig>> = {
  [tf.BatchMatMul]: fastTransposedMatMul,
  [tf.Tile]: fastBroadcastTile,
};

let registered = false;

/** Makes the wasm backend fit for training. Call it once the backend's package is loaded and before the backend starts. */
export function registerTrainingKernels(): void {
  if (registered) return;
  registered = true;
  const improved = Object.entries(wrapped).map(([name, wrap]) => wrap(tf.getKernel(name, "wasm")));
  for (const kernel of [...composed, ...improved]) {
    // A kernel that is there already would stay, and a warning be printed.
    if (tf.getKernel(kernel.kernelName, "wasm")) tf.unregisterKernel(kernel.kernelName, "wasm");
    tf.registerKernel(kernel);
  }
}
