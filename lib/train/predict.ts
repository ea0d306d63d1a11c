import { cellSignal } from "../base/index.ts";
import type { Loader, Predictions } from "../data/index.ts";
import { progress } from "../plot/index.ts";
import { answerWidth, predictionsFrom } from "./answers.ts";
import { batchesOf, endBadly } from "./batches.ts";
import type { Evaluation } from "./evaluate.ts";
import type { OutputMeaning } from "./losses/loss.ts";

export interface PredictOptions {
  /** Outputs of the model. */
  readonly outputs: number;
  /** What they say: the loss knows. */
  readonly meaning: OutputMeaning;
}

/** A round over all pictures of a data set in their order. */
export interface Pass {
  readonly loader: Loader;
  /** Which draw of random transforms, from 0. */
  readonly epoch?: number;
}

/** Values of pictures that are predicted together at least: a megabyte. */
const together = 2 ** 18;
/** The most pictures for that, so that Stop is soon heard. */
const most = 512;

/**
 * Pictures in a batch of predictions: as many as the learner's batches have, or more where pictures are small. What is said of a picture does
 * not depend on the others, and TensorFlow says it several times as fast of hundreds at once.
 */
export function predictionBatchSize({ batchSize, imageShape }: Loader): number {
  if (!imageShape) return batchSize; // they may be large
  const [height, width, channels] = imageShape;
  return Math.max(batchSize, Math.min(most, Math.floor(together / (height * width * channels))));
}

/**
 * What a model says of each picture: the mean over passes, which have the same pictures.
 *
 * @throws Stopped when the running cell was stopped: predictions of a part are of no use
 */
export async function predictAll(
  { model, inference }: Evaluation,
  passes: readonly [Pass, ...Pass[]],
  { outputs, meaning }: PredictOptions,
): Promise<Predictions> {
  const { id, split, ids, length } = passes[0].loader.dataset;
  const width = answerWidth(meaning, outputs);
  const numbers = new Float32Array(length * width); // [N, width]
  const views = passes.length === 1 ? "" : ` ${passes.length} views of each picture`;
  const bar = progress({ title: `Predicting${views}`, total: length * passes.length, unit: "picture" });
  try {
    for (const { loader, epoch = 0 } of passes) {
      let done = 0;
      for await (const batch of batchesOf(loader, { model, epoch, signal: cellSignal() })) {
        const answers = inference.answers(batch); // [N, width]
        const [pictures = 0] = answers.shape;
        try {
          const here = numbers.subarray(done * width, (done + pictures) * width);
          for (const [place, number] of (await answers.data<"float32">()).entries())
            here[place] = (here[place] ?? 0) + number / passes.length;
        } finally {
          answers.dispose();
        }
        done += pictures;
        bar.advance(pictures);
      }
    }
    bar.done();
  } catch (error) {
    throw endBadly(
      bar,
      error,
      "There are no predictions, for those of a part of the pictures are of no use. Run the cell again to get them.",
    );
  }
  return { dataset: id, split, ids, ...predictionsFrom({ task: meaning.task, width, numbers }) };
}
