import { plural } from "../base/index.ts";
import type { Batch, Loader } from "../data/index.ts";
import type { tf } from "../device/index.ts";
import type { Progress } from "../plot/index.ts";
import { expectPictures } from "./model-checks.ts";

export interface BatchesOptions {
  /** What the batches are for. */
  readonly model: tf.LayersModel;
  /** Which epoch of the loader, from 0; the first one unless told. */
  readonly epoch?: number;
  /** The most batches to take. */
  readonly limit?: number;
  /** Aborted to stop before the next batch. */
  readonly signal?: AbortSignal | undefined;
}

/** Thrown where a loop over batches was stopped from outside. */
export class Stopped extends Error {
  /** Batches that were finished. */
  readonly batches: number;

  /** @param meaning what that means for the learner, as a sentence */
  constructor(batches: number, meaning?: string) {
    super([`Stopped after ${plural(batches, "batch", "batches")}.`, ...(meaning ? [meaning] : [])].join(" "));
    this.name = "AbortError";
    this.batches = batches;
  }
}

/**
 * The batches of an epoch of a loader, up to a limit or until it is stopped: the same however often the loader was gone through before. The
 * loader turns the event loop before each batch, so that a press on Stop is heard, and disposes it afterwards.
 *
 * @throws Stopped when the signal is aborted
 * @throws RangeError when the model does not take the pictures; where they come from files, only the first batch can tell
 */
export async function* batchesOf(loader: Loader, options: BatchesOptions): AsyncGenerator<Batch> {
  const { model, epoch = 0, limit = Number.POSITIVE_INFINITY, signal } = options;
  let finished = 0;
  try {
    for await (const batch of loader.at(epoch)) {
      if (signal?.aborted) throw new Stopped(finished);
      if (finished === 0) expectPictures(model, loader.dataset, batch.images.shape.slice(1));
      yield batch;
      finished++;
      if (finished >= limit) return;
    }
  } catch (error) {
    // The loader obeys the running cell's signal and may be the first to see it.
    throw signal?.aborted ? new Stopped(finished) : error;
  }
}

/**
 * Ends the bar of a loop that did not come to its end.
 *
 * @param meaning what it means when it was stopped
 * @returns the error to throw, which says the same
 */
export function endBadly(bar: Progress, error: unknown, meaning: string): unknown {
  if (!(error instanceof Stopped)) {
    bar.fail();
    return error;
  }
  const stopped = new Stopped(error.batches, meaning);
  bar.fail(stopped.message);
  return stopped;
}
