import { Image } from "../../image/image.ts";
import type { Store } from "./cache.ts";
import type { CacheIndex } from "./index-table.ts";

/** Memory that grows while it is shared. */
export interface MemoryShare {
  readonly kind: "memory";
  readonly memory: SharedArrayBuffer;
}

/** Memory grows by this at least, so that threads seldom meet there. */
const growth = 64 * 2 ** 20;

/** Shared memory that may grow to so many bytes, which are taken from the system as they are used. */
export function growingMemory(bytes: number): SharedArrayBuffer {
  for (let most = bytes; ; most = Math.floor(most / 2)) {
    try {
      return new SharedArrayBuffer(0, { maxByteLength: most });
    } catch (error) {
      if (most < growth) throw error; // where address space is scarce, less may be had
    }
  }
}

/** Cached pictures one after the other in shared memory. */
export class MemoryStore implements Store {
  readonly #memory: SharedArrayBuffer;
  readonly #index: CacheIndex;

  constructor({ memory }: MemoryShare, index: CacheIndex) {
    this.#memory = memory;
    this.#index = index;
  }

  read(row: number): Image {
    const { offset, height, width, channels } = this.#index.entry(row);
    return new Image({ values: new Uint8Array(this.#memory, offset, height * width * channels), height, width, channels });
  }

  write(row: number, { pixels, height, width, channels }: Image): boolean {
    const offset = this.#index.place(pixels.length, this.#memory.maxByteLength);
    if (offset === undefined) return false;
    this.#reach(offset + pixels.length);
    new Uint8Array(this.#memory, offset, pixels.length).set(pixels);
    this.#index.put(row, { offset, height, width, channels, file: 0, checksum: 0 });
    return true;
  }

  /** Grows the memory until it has so many bytes. */
  #reach(bytes: number): void {
    while (this.#memory.byteLength < bytes) {
      try {
        this.#memory.grow(Math.min(this.#memory.maxByteLength, Math.max(bytes, this.#memory.byteLength + growth)));
      } catch (error) {
        // Another thread may have grown it further in the meantime: memory never shrinks.
        if (this.#memory.byteLength < bytes) throw error;
      }
    }
  }
}
