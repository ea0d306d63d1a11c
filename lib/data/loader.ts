import { setImmediate } from "node:timers/promises";
import { cellSignal, plural, positiveInteger, Random } from "../base/index.ts";
import { Batch } from "./batch.ts";
import { ImageDataset } from "./image-dataset.ts";

export interface LoaderOptions {
  /** Pictures in a batch; the last one may have fewer. */
  readonly batchSize: number;
  /** A new order each time the batches are gone through. */
  readonly shuffle?: boolean;
  /** What the orders are drawn from: the same seed gives the same ones. */
  readonly seed?: number | string;
  /** Leaves out a last batch that is not full. */
  readonly dropLast?: boolean;
}

/**
 * The pictures of a data set as a stream of batches, to be gone through once an epoch.
 *
 * A batch lives until the next one is asked for or the loop is left, whichever way: what is to stay must be cloned.
 */
export interface Loader extends AsyncIterable<Batch> {
  readonly dataset: ImageDataset;
  readonly batchSize: number;
  /** How many batches an epoch has. */
  readonly length: number;
  /** The first batch of the next epoch, to look at: yours to dispose. */
  first(): Promise<Batch>;
}

/**
 * Batches of a data set for training and for testing.
 *
 * PyTorch's `DataLoader(dataset, batch_size, shuffle, drop_last)`. Going through the batches stops with the running notebook cell.
 *
 * @throws RangeError when `batchSize` is not a positive integer, or no batch would be left
 * @example
 * for await (const { images, labels } of loader(train, { batchSize: 64, shuffle: true })) {
 *   images.shape; // => [64, 28, 28, 1]
 * }
 */
export function loader(dataset: ImageDataset, options: LoaderOptions): Loader {
  return new ImageLoader(dataset, options);
}

class ImageLoader implements Loader {
  readonly dataset: ImageDataset;
  readonly batchSize: number;
  readonly length: number;
  readonly #options: LoaderOptions;
  #epoch = 0;

  constructor(dataset: ImageDataset, options: LoaderOptions) {
    if (!(dataset instanceof ImageDataset)) {
      throw new TypeError(
        "Expected a data set of pictures but got something else. Its train part is one: loader(data.train, { batchSize: 64 }).",
      );
    }
    const { batchSize, dropLast = false } = options;
    positiveInteger({ batchSize });
    const batches = dataset.length / batchSize;
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.length = dropLast ? Math.floor(batches) : Math.ceil(batches);
    this.#options = options;
    if (this.length === 0) {
      const reason = dropLast && dataset.length > 0 ? `a batch takes ${batchSize}: use smaller batches or dropLast: false` : "it is empty";
      throw new RangeError(`Expected a data set that fills at least one batch but got ${plural(dataset.length, "picture")}: ${reason}.`);
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Batch, void, void> {
    const signal = cellSignal();
    const order = this.#order(this.#epoch++);
    for (let index = 0; index < this.length; index++) {
      // A turn of the event loop, in which a press of the Stop button can come in.
      await setImmediate();
      signal?.throwIfAborted();
      const batch = this.#batch(order, index);
      try {
        yield batch;
      } finally {
        batch.dispose();
      }
    }
  }

  async first(): Promise<Batch> {
    return this.#batch(this.#order(this.#epoch), 0);
  }

  #batch(order: Int32Array, index: number): Batch {
    return new Batch(this.dataset, order.subarray(index * this.batchSize, (index + 1) * this.batchSize));
  }

  /** Places of the pictures in the order of an epoch, `[N]`. */
  #order(epoch: number): Int32Array {
    const { shuffle = false, seed = 0 } = this.#options;
    const inOrder = Int32Array.from({ length: this.dataset.length }, (_, index) => index);
    if (!shuffle) return inOrder;
    return Int32Array.from(Random.for(seed, "epoch", epoch).shuffled(Array.from(inOrder)));
  }
}
