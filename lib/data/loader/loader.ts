import { setImmediate } from "node:timers/promises";
import { cellSignal, plural } from "../../base/index.ts";
import type { Dataset, LabelledImage, LabelledImages } from "../dataset/dataset.ts";
import type { Sampler } from "../samplers/index.ts";
import type { Batch } from "./batch.ts";
import type { Batches, Turn } from "./batch-rows.ts";
import { collatedBatches, tensorBatches } from "./batches.ts";
import { epochOrder } from "./epoch-order.ts";
import { type AnyOptions, type CollateOptions, checkOptions, type LoaderOptions } from "./options.ts";
import { PictureSource } from "./picture-source.ts";
import { type ResidentPictures, type ResidentPlan, residentPictures, residentPlan } from "./resident.ts";

/**
 * The pictures of a data set as a stream of batches, to be gone through once an epoch.
 *
 * A batch lives until the next one is asked for or the loop is left, whichever way: what is to stay must be cloned.
 */
export interface Loader<T = Batch, D extends Dataset<LabelledImage> = LabelledImages> extends AsyncIterable<T> {
  readonly dataset: D;
  readonly batchSize: number;
  /** How many batches an epoch has. */
  readonly length: number;
  /** `[H, W, C]` of the pictures in a batch, where that is known before the first one: undefined where only the files can tell. */
  readonly imageShape: readonly [number, number, number] | undefined;
  /**
   * The batches of a certain epoch, whatever was gone through before: with the same seed always the same. Does not count as one of the
   * loader's own epochs.
   *
   * @param epoch from 0, as a loop over the loader itself begins
   */
  at(epoch: number): AsyncIterable<T>;
  /**
   * All pictures of its data set as they come out of the transforms, and what each batch takes of them: made when they are first asked for,
   * then kept. Undefined where it keeps none, as the option `resident` says.
   */
  resident(): Promise<ResidentPictures | undefined>;
  /** The first batch of the next epoch, to look at: yours to dispose. */
  first(): Promise<T>;
  /**
   * A loader with the same transforms for other pictures, each of them once and in their order: for validation and prediction. It has no
   * cache and no batch transforms, and keeps nothing.
   *
   * @param options.batchSize the same unless told
   */
  over<E extends Dataset<LabelledImage>>(dataset: E, options?: { readonly batchSize?: number }): Loader<T, E>;
  /** A loader with the same transforms for the same pictures, each of them once and in their order. */
  inOrder(): Loader<T, D>;
}

/**
 * Batches of a data set for training and for testing: `{ images: [N, H, W, C] float32, labels: [N] int32, targets: [N, classes] }`.
 *
 * PyTorch's `DataLoader`. Files are decoded and transformed by threads while the loop's body computes. With the same seed the batches
 * are the same to the bit, whatever the number of workers. Leaving the loop, an error or Stop frees what it holds at once.
 *
 * @throws RangeError or TypeError when an option is wrong, or no batch would be left; in the loop, when pictures of a batch differ in size
 * @throws BrokenPicture in the loop, when a file can't be decoded; `findCorruptImages` finds all of them
 * @example
 * const train = loader(monkeys, { batchSize: 64, shuffle: true, transforms: [T.randomResizedCrop(128), T.randomHorizontalFlip(), T.normalize()] });
 * for await (const { images, labels } of train) {
 *   images.shape; // => [64, 128, 128, 3]
 * }
 */
export function loader<D extends Dataset<LabelledImage>>(
  dataset: D,
  options: LoaderOptions & { readonly collate?: undefined },
): Loader<Batch, D>;
export function loader<T, D extends Dataset<LabelledImage>>(dataset: D, options: CollateOptions<T>): Loader<T, D>;
export function loader(dataset: Dataset<LabelledImage>, options: AnyOptions): unknown {
  checkOptions(options);
  const source = new PictureSource(dataset, options);
  const { collate } = options;
  const plan = residentPlan(source.supply, options);
  if (!collate) return new BatchLoader(dataset, options, { source, batches: tensorBatches(source, options), plan });
  return new BatchLoader(dataset, options, { source, batches: collatedBatches(source, collate), plan });
}

/** Pictures in a batch of the round in which resident ones are made. */
const roundBatch = 256;

interface Parts<T> {
  readonly source: PictureSource;
  readonly batches: Batches<T>;
  /** How pictures are kept. */
  readonly plan: ResidentPlan | undefined;
}

class BatchLoader<T, D extends Dataset<LabelledImage>> implements Loader<T, D> {
  readonly dataset: D;
  readonly batchSize: number;
  readonly length: number;
  readonly #options: AnyOptions;
  readonly #parts: Parts<T>;
  readonly #order: Sampler;
  #epoch = 0;
  #resident: Promise<ResidentPictures | undefined> | undefined;

  constructor(dataset: D, options: AnyOptions, parts: Parts<T>) {
    const { batchSize, dropLast = false } = options;
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.#options = options;
    this.#parts = parts;
    this.#order = epochOrder(dataset, options);
    const pictures = this.#order.length;
    this.length = dropLast ? Math.floor(pictures / batchSize) : Math.ceil(pictures / batchSize);
    if (this.length === 0) {
      const reason = dropLast && pictures > 0 ? `a batch takes ${batchSize}: use smaller batches or dropLast: false` : "it is empty";
      throw new RangeError(`Expected a data set that fills at least one batch but got ${plural(pictures, "picture")}: ${reason}.`);
    }
  }

  get imageShape(): readonly [number, number, number] | undefined {
    return this.#parts.source.imageShape;
  }

  async resident(): Promise<ResidentPictures | undefined> {
    const { plan } = this.#parts;
    if (!plan) return undefined;
    // A round that was stopped or failed is made again.
    this.#resident ??= this.#makeResident(plan).catch((error) => {
      this.#resident = undefined;
      throw error;
    });
    return this.#resident;
  }

  [Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    return this.at(this.#epoch++);
  }

  async *at(epoch: number): AsyncGenerator<T, void, void> {
    const signal = cellSignal();
    signal?.throwIfAborted();
    const turns = this.#turns(epoch);
    const running = await this.#parts.batches.begin(turns);
    try {
      for (const turn of turns) {
        // A turn of the event loop, in which a press of the Stop button can come in.
        await setImmediate();
        signal?.throwIfAborted();
        const batch = await running.next(turn, signal);
        try {
          yield batch;
        } finally {
          dispose(batch);
        }
      }
    } finally {
      await running.close();
    }
  }

  async first(): Promise<T> {
    const [turn] = this.#turns(this.#epoch) as [Turn];
    const running = await this.#parts.batches.begin([turn], { here: true });
    try {
      return await running.next(turn, cellSignal());
    } finally {
      await running.close();
    }
  }

  over<E extends Dataset<LabelledImage>>(dataset: E, { batchSize = this.batchSize }: { readonly batchSize?: number } = {}): Loader<T, E> {
    const { shuffle: _1, sampler: _2, dropLast: _3, batchTransforms: _4, cache: _5, cacheBytes: _6, ...same } = this.#options;
    return loader(dataset, { ...same, batchSize, resident: false } as CollateOptions<T>);
  }

  inOrder(): Loader<T, D> {
    return this.over(this.dataset);
  }

  #makeResident(plan: ResidentPlan): Promise<ResidentPictures | undefined> {
    const { seed = 0, workers, prefetch } = this.#options;
    const round = loader(this.dataset as unknown as LabelledImages, {
      batchSize: roundBatch,
      seed,
      transforms: plan.still,
      resident: false,
      ...(workers !== undefined && { workers }),
      ...(prefetch !== undefined && { prefetch }),
    });
    return residentPictures({ loader: round, plan, seed, turns: (epoch) => this.#turns(epoch) });
  }

  /** The batches of an epoch. */
  #turns(epoch: number): Turn[] {
    const order = this.#order.order(epoch);
    return Array.from({ length: this.length }, (_, turn) => {
      const first = turn * this.batchSize;
      return { turn, epoch, first, indices: order.subarray(first, first + this.batchSize) };
    });
  }
}

/** Frees a batch, if it is one that can be freed. */
function dispose(batch: unknown): void {
  if (typeof batch === "object" && batch !== null && "dispose" in batch && typeof batch.dispose === "function") batch.dispose();
}
