import { Random } from "../../base/index.ts";
import type { Dataset, LabelledImage } from "../dataset/dataset.ts";
import { Image } from "../image/image.ts";
import { Pipeline } from "../pixels/index.ts";
import type { BatchMaker, Filled, Pictures, Turn } from "./batch-rows.ts";
import { PictureCache } from "./cache/cache.ts";
import { DiskCache } from "./cache/disk-cache.ts";
import { type CacheSession, type LoaderCache, MemoryCache } from "./cache/loader-cache.ts";
import { filledHere, ordersOf, picturesHere } from "./main-thread.ts";
import { defaultWorkers, type LoaderOptions } from "./options.ts";
import { type Order, PictureMaker } from "./picture-maker.ts";
import type { RowShape } from "./row-shape.ts";
import { finishedHere, type Split, Staying, splitTransforms } from "./staying.ts";
import { type Supply, supplyOf } from "./supply.ts";
import { filledByThreads, picturesByThreads, type ThreadEpochParts } from "./threads/thread-epoch.ts";

/** An epoch's pictures, and the cache that is filled meanwhile. */
export interface Running<T> {
  readonly maker: BatchMaker<T>;
  close(): Promise<void>;
}

/** Pictures of fewer values take less time than to hand them to a thread. */
const smallPicture = 64 * 64 * 3;

/** The pictures of a data set, transformed: by threads or on the main one, with a cache or without. */
export class PictureSource {
  readonly supply: Supply;
  readonly #split: Split;
  readonly #staying: Staying;
  readonly #seed: number | string;
  readonly #workers: number;
  readonly #prefetch: number;
  readonly #cache: LoaderCache | undefined;
  /** What a picture becomes, and the name of the one that has shown it. */
  #rows: { readonly shape: RowShape; readonly like: string } | undefined;
  /** What blank pictures have become, once that was tried. */
  #tried: { readonly shape: readonly [number, number, number] | undefined } | undefined;

  constructor(dataset: Dataset<LabelledImage>, options: LoaderOptions) {
    const { transforms = [], seed = 0, prefetch = 2 } = options;
    this.supply = supplyOf(dataset);
    this.#split = splitTransforms(transforms);
    this.#staying = new Staying(this.#split.staying, seed);
    this.#seed = seed;
    this.#workers = this.supply.shared ? (options.workers ?? (this.#isCostly() ? defaultWorkers() : 0)) : 0;
    this.#prefetch = prefetch;
    this.#cache = this.#makeCache(options);
  }

  /** `[H, W, C]` of every picture, where that is known. */
  get imageShape(): readonly [number, number, number] | undefined {
    if (this.#rows) return [this.#rows.shape.height, this.#rows.shape.width, this.#rows.shape.channels];
    this.#tried ??= { shape: this.#shapeOfSamples() };
    return this.#tried.shape;
  }

  /** Begins to make batches as float32. */
  async fill(turns: readonly Turn[], { here = false } = {}): Promise<Running<Filled>> {
    if (this.#split.staying.length > 0) {
      const { maker, close } = await this.#travelled(turns, here);
      return { maker: finishedHere(maker, this.#staying, this.supply.names), close };
    }
    const rows = await this.#learnRows(turns);
    return this.#run(turns, here, {
      here: (maker) => filledHere({ maker, names: this.supply.names }, rows),
      threads: (parts) => filledByThreads(parts, rows),
    });
  }

  /** Begins to make batches of pictures. */
  async pictures(turns: readonly Turn[], { here = false } = {}): Promise<Running<Pictures>> {
    const { maker, close } = await this.#travelled(turns, here);
    if (this.#split.staying.length === 0) return { maker, close };
    const finished = async (turn: Turn): Promise<Pictures> =>
      (await maker.next(turn)).map((images, row) => this.#staying.run(images, turn, row));
    return { maker: { next: finished, close: () => maker.close() }, close };
  }

  #travelled(turns: readonly Turn[], here: boolean): Promise<Running<Pictures>> {
    return this.#run(turns, here, {
      here: (maker) => picturesHere({ maker, names: this.supply.names }),
      threads: picturesByThreads,
    });
  }

  async #run<T>(
    turns: readonly Turn[],
    here: boolean,
    make: { here(maker: PictureMaker): BatchMaker<T>; threads(parts: ThreadEpochParts): BatchMaker<T> },
  ): Promise<Running<T>> {
    const { supply } = this;
    const session = here ? undefined : await this.#cache?.begin();
    const maker =
      supply.shared && this.#workers > 0 && !here
        ? make.threads({
            recipe: { pictures: supply.shared(), transforms: this.#split.described, seed: this.#seed, cache: session?.share },
            turns,
            names: supply.names,
            workers: this.#workers,
            prefetch: this.#prefetch,
          })
        : make.here(this.#maker(session));
    return { maker, close: () => closing(maker, session) };
  }

  #maker(session?: CacheSession): PictureMaker {
    const cache = session && new PictureCache(session.share);
    return new PictureMaker({ read: this.supply.read, transforms: this.#split.travelling, seed: this.#seed, cache });
  }

  /** What the pictures of an epoch become: as the first one does. */
  async #learnRows(turns: readonly Turn[]): Promise<{ readonly shape: RowShape; readonly like: string }> {
    if (this.#rows) return this.#rows;
    const [turn] = turns as [Turn];
    const [order] = ordersOf({ ...turn, indices: turn.indices.subarray(0, 1) }, this.supply.names) as [Order];
    const shape = await this.#maker().into(order, { target: new Float32Array(0) });
    this.#rows = { shape, like: order.name };
    return this.#rows;
  }

  /** What transforms make of blank pictures, where that is the same for all sizes that pictures may have. */
  #shapeOfSamples(): readonly [number, number, number] | undefined {
    const { samples } = this.supply;
    if (samples.length === 0 || this.#split.staying.length > 0) return undefined;
    const pipeline = new Pipeline(this.#split.travelling);
    try {
      const made = samples.map(({ height, width, channels }) => {
        const blank = new Image({ values: new Uint8Array(height * width * channels), height, width, channels });
        return pipeline.runInto(blank, new Random(this.#seed), { target: new Float32Array(0) });
      });
      const [first] = made;
      if (!first || made.some(({ height, width }) => height !== first.height || width !== first.width)) return undefined;
      return [first.height, first.width, first.channels];
    } catch {
      return undefined; // what is wrong is said in the loop, of a real picture
    }
  }

  #isCostly(): boolean {
    const { files, samples } = this.supply;
    if (files) return true;
    const values = samples.reduce((most, { height, width, channels }) => Math.max(most, height * width * channels), 0);
    return values > smallPicture && this.#split.travelling.some(({ kind }) => kind !== "steps");
  }

  #makeCache({ cache = false, cacheBytes }: LoaderOptions): LoaderCache | undefined {
    const { names, files } = this.supply;
    if (!cache) return undefined;
    if (cache === "memory") return new MemoryCache(names.length, cacheBytes);
    if (!files) {
      throw new RangeError(
        'Expected pictures in files for cache: "disk", whose entries are checked against them, but got others: use cache: "memory".',
      );
    }
    const prefix = new Pipeline(this.#split.travelling).prefix.length;
    const channels = this.supply.samples[0]?.channels;
    return new DiskCache({ paths: names, what: { channels, transforms: this.#split.described.slice(0, prefix) }, bytes: cacheBytes });
  }
}

/** Ends all work on an epoch. Waits for the threads only where the cache needs to know what they have written. */
async function closing(maker: BatchMaker<unknown>, session: CacheSession | undefined): Promise<void> {
  const closed = maker.close();
  if (!session) return;
  await closed;
  await session.end();
}
