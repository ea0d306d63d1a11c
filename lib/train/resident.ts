import { setImmediate } from "node:timers/promises";
import type { Loader, ResidentPictures } from "../data/index.ts";
import { hasNativeOperations, tf } from "../device/index.ts";
import { Stopped } from "./batches.ts";
import type { BatchTensors } from "./callbacks/callback.ts";
import type { ResidentRows } from "./training-batch.ts";

/** All pictures of a loader with their labels in TensorFlow's memory, from which a step takes those that it is told by their places. */
export interface Resident {
  /** `[pictures, H, W, C]` */
  readonly images: tf.Tensor;
  /** `[pictures]` */
  readonly labels: tf.Tensor;
}

/** What is taken of each picture: all of it, or so many pixels of certain places. */
export type View = { readonly height: number; readonly width: number } | undefined;

/** What an epoch takes of resident pictures. */
export type ResidentRound = Pick<ResidentPictures, "view" | "batches">;

/**
 * Some pictures with their labels; the caller disposes them.
 *
 * @param rows int32, as `ResidentPictures.batches` gives them: `[N]`, or `[N, 4]` where there is a view
 */
export function batchAt({ images, labels }: Resident, rows: tf.Tensor, view: View): BatchTensors {
  if (!view) return { images: tf.gather(images, rows as tf.Tensor1D), targets: tf.gather(labels, rows as tf.Tensor1D) }; // [N, H, W, C], [N]
  return tf.tidy(() => {
    const [, height = 0, width = 0, channels = 0] = images.shape;
    const [places, start, row, column] = tf.unstack(rows, 1) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D]; // [N] each
    const perPicture = (numbers: tf.Tensor): tf.Tensor => tf.reshape(numbers, [-1, 1, 1]); // [N, 1, 1]
    const first = tf.add(tf.mul(places, tf.scalar(height * width, "int32")), start); // [N]
    const down = tf.mul(perPicture(row), tf.reshape(tf.range(0, view.height, 1, "int32"), [1, -1, 1])); // [N, h, 1]
    const across = tf.mul(perPicture(column), tf.reshape(tf.range(0, view.width, 1, "int32"), [1, 1, -1])); // [N, 1, w]
    const pixels = tf.add(tf.add(perPicture(first), down), across); // [N, h, w]
    const flat = tf.reshape(images, [-1, channels]); // [pictures · H · W, C]
    return { images: tf.gather(flat, pixels as tf.Tensor1D), targets: tf.gather(labels, places) }; // [N, h, w, C], [N]
  }) as unknown as BatchTensors;
}

/**
 * The pictures that a loader keeps, in TensorFlow's memory for the time of an epoch; the caller disposes them. Undefined where it keeps none, and
 * on other engines than TensorFlow's.
 *
 * @throws Stopped when the signal is aborted while they are made; else what the loader throws
 */
export async function residentOf(loader: Loader, signal: AbortSignal | undefined): Promise<(Resident & ResidentRound) | undefined> {
  if (!hasNativeOperations()) return undefined;
  const pictures = await loader.resident().catch((error) => throwStopped(error, signal));
  if (!pictures) return undefined;
  const { values, shape, labels, view, batches } = pictures;
  return { images: tf.tensor4d(values, [...shape]), labels: tf.tensor1d(labels, "int32"), view, batches };
}

/** The loader obeys the running cell's signal and may be the first to see it. */
function throwStopped(error: unknown, signal: AbortSignal | undefined): never {
  throw signal?.aborted ? new Stopped(0) : error;
}

export interface ResidentBatchesOptions {
  readonly resident: Resident & ResidentRound;
  /** Which epoch of the loader, from 0. */
  readonly epoch: number;
  /** The most batches to take. */
  readonly limit: number;
  /** Aborted to stop before the next batch. */
  readonly signal: AbortSignal | undefined;
}

/**
 * The same batches as `batchesOf` gives, by the places of their pictures.
 *
 * @throws Stopped when the signal is aborted
 */
export async function* residentBatches(options: ResidentBatchesOptions): AsyncGenerator<ResidentRows, void, void> {
  const { resident, epoch, limit, signal } = options;
  for (const [finished, rows] of resident.batches(epoch).slice(0, limit).entries()) {
    // A turn of the event loop, in which a press of the Stop button can come in.
    await setImmediate();
    if (signal?.aborted) throw new Stopped(finished);
    yield { resident, rows, view: resident.view };
  }
}
