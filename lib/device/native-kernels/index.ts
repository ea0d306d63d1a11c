import { tf } from "../tensorflow.ts";
import { maxPoolGrad } from "./max-pool-grad.ts";

/** Puts our kernels in the place of those of TensorFlow that are slow on a processor. Call it once the binding is loaded. */
export function registerProcessorKernels(): void {
  for (const kernel of [maxPoolGrad]) {
    tf.unregisterKernel(kernel.kernelName, kernel.backendName); // one that is there would stay, and a warning be printed
    tf.registerKernel(kernel);
  }
}
