import { tf } from "./tensorflow.ts";

/**
 * The number of tensors that a function leaves behind: those there are after it and were not before, its result included.
 *
 * Negative when it disposed older ones. What other code makes meanwhile, during an asynchronous function, counts as well.
 *
 * @throws what the function throws
 * @example
 * await device.leaks(() => tf.ones([3]).square()); // => 2: the ones and their square
 * await device.leaks(() => tf.tidy(() => tf.ones([3]).square().dataSync())); // => 0
 */
export async function leaks(run: () => unknown): Promise<number> {
  const before = tf.memory().numTensors;
  await run();
  return tf.memory().numTensors - before;
}
