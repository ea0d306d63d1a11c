import * as tf from "@tensorflow/tfjs";
import { teachTensorsToShow } from "./tensor-display.ts";

/**
 * The whole of TensorFlow.js: ops, layers, optimizers, converter. Its docs: https://js.tensorflow.org/api/latest/
 *
 * Which engine computes is decided by `device.use()`. Before it, the slow cpu backend in plain JavaScript does.
 */
export { tf };

teachTensorsToShow(tf);

// The cpu backend greets with an advertisement for tfjs-node on its first tensor. What is faster is `device.use()`'s business here.
// Where tensors were made before, by a script that loaded TensorFlow.js itself, it has greeted already and must keep them.
if (!tf.getBackend()) {
  tf.removeBackend("cpu");
  tf.registerBackend("cpu", quietCpuBackend, 1); // the priority it had: below every other
}

function quietCpuBackend(): tf.MathBackendCPU {
  const backend = new tf.MathBackendCPU();
  (backend as unknown as { firstUse: boolean }).firstUse = false;
  return backend;
}
