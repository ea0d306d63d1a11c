import { tf } from "../device/index.ts";
import { engineInUse, queues } from "./queueing.ts";

/**
 * Waits until the engine has computed these tensors: it reads the smallest. What was asked of a GPU is done in order, so all before it is
 * done then; without tensors a number is computed for that, where the engine works behind a queue.
 */
export async function untilComputed(tensors: readonly tf.Tensor[]): Promise<void> {
  const smallest = tensors.reduce<tf.Tensor | undefined>(
    (least, tensor) => (least && least.size <= tensor.size ? least : tensor),
    undefined,
  );
  if (smallest) await smallest.data();
  else if (queues(engineInUse())) {
    const last = tf.tidy(() => tf.add(tf.scalar(1), tf.scalar(1)));
    await last.data();
    last.dispose();
  }
}
