import { tf } from "../tensorflow.ts";
import { gather } from "./gather.ts";
import { sumKernel } from "./sum.ts";

/**
 * Puts our kernels in the place of those of tfjs-node that hold up a GPU, can't be a part of a graph, or are slow. Call it once the binding is
 * loaded.
 */
export function registerNativeKernels(): void {
  const sum = tf.getKernel(tf.Sum, "tensorflow");
  for (const kernel of [gather, sumKernel(sum.kernelFunc)]) {
    tf.unregisterKernel(kernel.kernelName, kernel.backendName); // one that is there would stay, and a warning be printed
    tf.registerKernel(kernel);
  }
}
