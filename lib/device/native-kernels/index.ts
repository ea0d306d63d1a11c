import { tf } from "../tensorflow.ts";
import { gather } from "./gather.ts";

/** Puts our kernels in the place of those of tfjs-node that hold up a GPU or can't be a part of a graph. Call it once the binding is loaded. */
export function registerNativeKernels(): void {
  for (const kernel of [gather]) {
    tf.unregisterKernel(kernel.kernelName, kernel.backendName); // one that is there would stay, and a warning be printed
    tf.registerKernel(kernel);
  }
}
