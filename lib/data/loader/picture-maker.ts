import { Random } from "../../base/index.ts";
import type { Image } from "../image/image.ts";
import { Pipeline, type Target, type Written } from "../pixels/index.ts";
import type { Transform } from "../transforms/transform.ts";
import type { PictureCache } from "./cache/cache.ts";

/** A picture to be made. */
export interface Order {
  /** Its place in the data set. */
  readonly index: number;
  readonly epoch: number;
  /** Its place in the epoch: what its random numbers are drawn for, so that a picture that comes twice comes in two forms. */
  readonly place: number;
  /** The file, or the picture's id where it comes from no file. */
  readonly name: string;
}

/** Reads a picture as it is before all transforms. At once where that can be done: a promise costs more than a small picture. */
export type ReadPicture = (order: Order) => Image | Promise<Image>;

export interface MakerParts {
  readonly read: ReadPicture;
  readonly transforms: readonly Transform[];
  readonly seed: number | string;
  readonly cache?: PictureCache | undefined;
}

/** Makes pictures ready for a network: read, or taken from the cache, and transformed. The same on the main thread and in every other. */
export class PictureMaker {
  readonly #read: ReadPicture;
  readonly #seed: number | string;
  readonly #cache: PictureCache | undefined;
  readonly #all: Pipeline;
  /** What is cached, and what is done after the cache. */
  readonly #cached: Pipeline;
  readonly #rest: Pipeline;

  constructor({ read, transforms, seed, cache }: MakerParts) {
    this.#read = read;
    this.#seed = seed;
    this.#cache = cache;
    this.#all = new Pipeline(transforms);
    this.#cached = new Pipeline(this.#all.prefix);
    this.#rest = new Pipeline(this.#all.rest);
  }

  /**
   * Makes a picture as float32 and writes it to its place.
   *
   * @returns its size and how many pictures came of it; what does not fit into the target is not written
   */
  into(order: Order, target: Target): Written | Promise<Written> {
    return this.#made(order, (pipeline, image) => pipeline.runInto(image, this.#random(order), target));
  }

  /** Makes a picture, or several where a transform makes several of one, in memory of their own. */
  images(order: Order): readonly Image[] | Promise<readonly Image[]> {
    return this.#made(order, (pipeline, image) => pipeline.run(image, this.#random(order)));
  }

  #made<T>(order: Order, finish: (pipeline: Pipeline, image: Image) => T): T | Promise<T> {
    const known = this.#cache?.read(order);
    if (known) return finish(this.#rest, known);
    const image = this.#read(order);
    return image instanceof Promise ? image.then((read) => this.#finish(order, read, finish)) : this.#finish(order, image, finish);
  }

  #finish<T>(order: Order, image: Image, finish: (pipeline: Pipeline, image: Image) => T): T {
    if (!this.#cache) return finish(this.#all, image);
    const [first = image] = this.#cached.run(image, this.#random(order));
    this.#cache.write(order, first);
    return finish(this.#rest, first);
  }

  #random({ epoch, place }: Order): Random {
    return Random.for(this.#seed, "transform", epoch, place);
  }
}
