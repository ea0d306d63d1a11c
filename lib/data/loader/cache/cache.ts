import type { Image } from "../../image/image.ts";
import type { Order } from "../picture-maker.ts";
import { type DiskShare, DiskStore } from "./disk-store.ts";
import { CacheIndex, type IndexShare } from "./index-table.ts";
import { type MemoryShare, MemoryStore } from "./memory-store.ts";

/** A loader's cache as it is handed to a thread: shared memory and file numbers. */
export interface CacheShare {
  readonly index: IndexShare;
  readonly store: MemoryShare | DiskShare;
}

/** Where the bytes of cached pictures lie. */
export interface Store {
  /** The picture at a place of the index; undefined where what lies there is damaged, or no longer what its file holds. */
  read(row: number, order: Order): Image | undefined;
  /** Keeps a picture. @returns whether there was room for it */
  write(row: number, image: Image, order: Order): boolean;
}

/** What the first transforms made of each picture, kept for later epochs. Every thread has one of its own over the same memory or files. */
export class PictureCache {
  readonly #index: CacheIndex;
  readonly #store: Store;

  constructor({ index, store }: CacheShare) {
    this.#index = new CacheIndex(index);
    this.#store = store.kind === "memory" ? new MemoryStore(store, this.#index) : new DiskStore(store, this.#index);
  }

  /** The kept picture of an order; undefined where there is none that can be used. It is good until the next one is read. Never throws. */
  read(order: Order): Image | undefined {
    const { index } = order;
    if (!this.#index.has(index)) return undefined;
    const image = this.#stored(order);
    if (!image) this.#index.release(index);
    return image;
  }

  /** Keeps a picture if it is of bytes, unless another thread does so already or there is no room. Never throws: a cache is no condition of work. */
  write(order: Order, image: Image): void {
    const { index } = order;
    if (!(image.values instanceof Uint8Array) || !this.#index.claim(index)) return;
    let kept = false;
    try {
      kept = this.#store.write(index, image, order);
    } catch (error) {
      this.#index.trouble(error);
    }
    if (kept) this.#index.settle(index);
    else this.#index.release(index);
  }

  #stored(order: Order): Image | undefined {
    try {
      return this.#store.read(order.index, order);
    } catch (error) {
      this.#index.trouble(error);
      return undefined;
    }
  }
}
