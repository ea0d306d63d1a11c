import { readSync, statSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";
import { Image } from "../../image/image.ts";
import { allocate } from "../../pixels/index.ts";
import type { Order } from "../picture-maker.ts";
import type { Store } from "./cache.ts";
import type { CacheIndex, Entry } from "./index-table.ts";

/** Open files, whose numbers are good in every thread of the process. */
export interface DiskShare {
  readonly kind: "disk";
  /** Files of pixels. */
  readonly files: readonly number[];
  /** Which of them new pictures go to. */
  readonly open: number;
  /** The most bytes of the file that is written. */
  readonly limit: number;
  /** Size and time of the file that each picture was made of, where an earlier process did, `[N]` each. */
  readonly stamps: StampShare;
}

/** What tells whether a file is still the same. */
export interface StampShare {
  readonly sizes: Float64Array;
  /** In milliseconds. */
  readonly times: Float64Array;
}

/** Room for the stamps of so many files. */
export function stampShare(length: number): StampShare {
  const numbers = (): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length));
  return { sizes: numbers(), times: numbers() };
}

/** Cached pictures one after the other in files. */
export class DiskStore implements Store {
  readonly #share: DiskShare;
  readonly #index: CacheIndex;

  constructor(share: DiskShare, index: CacheIndex) {
    this.#share = share;
    this.#index = index;
  }

  read(row: number, order: Order): Image | undefined {
    const entry = this.#index.entry(row);
    const { height, width, channels } = entry;
    const bytes = height * width * channels;
    const pixels = allocate(bytes);
    if (readSync(this.#share.files[entry.file] ?? -1, pixels, 0, bytes, entry.offset) < bytes) return undefined;
    // What an earlier process wrote is checked once: later reads come from the system's memory of what this one has read.
    if (this.#index.unchecked(row)) {
      if (crc32(pixels) !== entry.checksum || !this.#unchanged(row, order)) return undefined;
      this.#index.settle(row);
    }
    return new Image({ values: pixels, height, width, channels });
  }

  write(row: number, { pixels, height, width, channels }: Image, { name }: Order): boolean {
    const offset = this.#index.place(pixels.length, this.#share.limit);
    if (offset === undefined) return false;
    const { size, mtimeMs } = statSync(name);
    const { open } = this.#share;
    for (let done = 0; done < pixels.length; ) {
      done += writeSync(this.#share.files[open] ?? -1, pixels, done, pixels.length - done, offset + done);
    }
    this.#share.stamps.sizes[row] = size;
    this.#share.stamps.times[row] = mtimeMs;
    this.#index.put(row, { offset, height, width, channels, file: open, checksum: crc32(pixels) } satisfies Entry);
    return true;
  }

  /** Whether a picture's file is the one that its entry was made of. */
  #unchanged(row: number, { name }: Order): boolean {
    const { sizes, times } = this.#share.stamps;
    const found = statSync(name, { throwIfNoEntry: false });
    return found?.size === sizes[row] && found?.mtimeMs === times[row];
  }
}
