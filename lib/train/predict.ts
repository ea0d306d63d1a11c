import { cellSignal } from "../base/index.ts";
import type { Loader, Predictions } from "../data/index.ts";
import { tf } from "../device/index.ts";
import { progress } from "../plot/index.ts";
import { batchesOf, endBadly } from "./batches.ts";
import { scoresOf } from "./scores.ts";

/**
 * Class and probabilities of each picture of a loader that has all in their order, from scores of `outputs` classes.
 *
 * @throws Stopped when the running cell was stopped: predictions of a part are of no use
 */
export async function predictAll(model: tf.LayersModel, loader: Loader, { outputs }: { readonly outputs: number }): Promise<Predictions> {
  const { id, split, ids, length } = loader.dataset;
  const classes = new Int32Array(length);
  const probabilities = new Float32Array(length * outputs); // [N, outputs]
  const bar = progress({ title: "Predicting", total: length, unit: "picture" });
  let done = 0;
  try {
    for await (const batch of batchesOf(loader, { model, signal: cellSignal() })) {
      const [best, softmax] = tf.tidy(() => {
        const scores = scoresOf(model, batch); // [N, outputs]
        return [tf.argMax(scores, 1), tf.softmax(scores)]; // [N], [N, outputs]
      }) as [tf.Tensor, tf.Tensor];
      try {
        classes.set(await best.data(), done);
        probabilities.set(await softmax.data(), done * outputs);
      } finally {
        tf.dispose([best, softmax]);
      }
      done += best.size;
      bar.advance(best.size);
    }
    bar.done();
  } catch (error) {
    throw endBadly(
      bar,
      error,
      "There are no predictions, for those of a part of the pictures are of no use. Run the cell again to get them.",
    );
  }
  return { dataset: id, split, ids, classes, probabilities };
}
