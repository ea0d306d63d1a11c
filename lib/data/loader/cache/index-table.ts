import { constants } from "node:os";
import { getSystemErrorName } from "node:util";

/** Where each cached picture lies: typed arrays in shared memory, one place for each picture of the data set. */
export interface IndexShare {
  readonly states: Int32Array;
  readonly offsets: Float64Array;
  readonly heights: Int32Array;
  readonly widths: Int32Array;
  readonly channels: Int32Array;
  /** Of a disk's cache: which file it lies in. */
  readonly files: Int32Array;
  readonly checksums: Uint32Array;
  /** The place of the next free byte. */
  readonly end: BigInt64Array;
  /** `[pictures that found no room, number of the system's error that ended all writing]` */
  readonly notes: Int32Array;
}

/** Where one picture lies, and what it is. */
export interface Entry {
  readonly offset: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly file: number;
  readonly checksum: number;
}

const states = { empty: 0, beingWritten: 1, fromEarlier: 2, ready: 3 } as const;
const notes = { noRoom: 0, errorNumber: 1 } as const;
/** Pictures start at multiples of this, for memory is copied faster so. */
const alignment = 8;

/** The index of a cache, read and written by all threads at once. */
export class CacheIndex {
  readonly #share: IndexShare;

  constructor(share: IndexShare) {
    this.#share = share;
  }

  /** An empty index for so many pictures. */
  static share(length: number): IndexShare {
    const words = (): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length));
    return {
      states: words(),
      offsets: new Float64Array(new SharedArrayBuffer(8 * length)),
      heights: words(),
      widths: words(),
      channels: words(),
      files: words(),
      checksums: new Uint32Array(new SharedArrayBuffer(4 * length)),
      end: new BigInt64Array(new SharedArrayBuffer(8)),
      notes: new Int32Array(new SharedArrayBuffer(8)),
    };
  }

  /** How many pictures it can hold. */
  get length(): number {
    return this.#share.states.length;
  }

  has(row: number): boolean {
    return Atomics.load(this.#share.states, row) >= states.fromEarlier;
  }

  /** Whether a picture comes from an earlier process and nobody has looked yet whether it is still right. */
  unchecked(row: number): boolean {
    return Atomics.load(this.#share.states, row) === states.fromEarlier;
  }

  /** Notes that a picture is right, and can be read by all. */
  settle(row: number): void {
    Atomics.store(this.#share.states, row, states.ready);
  }

  /** Takes the right to write a picture. @returns whether no other thread has it, and nothing went wrong so far */
  claim(row: number): boolean {
    if (Atomics.load(this.#share.notes, notes.errorNumber) !== 0) return false;
    return Atomics.compareExchange(this.#share.states, row, states.empty, states.beingWritten) === states.empty;
  }

  /** Notes that there is no picture, or none that is right. */
  release(row: number): void {
    Atomics.store(this.#share.states, row, states.empty);
  }

  entry(row: number): Entry {
    const { offsets, heights, widths, channels, files, checksums } = this.#share;
    const at = (values: ArrayLike<number>): number => values[row] ?? 0;
    return {
      offset: at(offsets),
      height: at(heights),
      width: at(widths),
      channels: at(channels),
      file: at(files),
      checksum: at(checksums),
    };
  }

  put(row: number, { offset, height, width, channels, file, checksum }: Entry): void {
    const share = this.#share;
    share.offsets[row] = offset;
    share.heights[row] = height;
    share.widths[row] = width;
    share.channels[row] = channels;
    share.files[row] = file;
    share.checksums[row] = checksum;
  }

  /** Puts an entry that an earlier process has written: it is checked when it is first read. */
  restore(row: number, entry: Entry): void {
    this.put(row, entry);
    Atomics.store(this.#share.states, row, states.fromEarlier);
  }

  /** A free place for so many bytes; undefined where `limit` is reached. */
  place(bytes: number, limit: number): number | undefined {
    const aligned = Math.ceil(bytes / alignment) * alignment;
    const offset = Number(Atomics.add(this.#share.end, 0, BigInt(aligned)));
    if (offset + aligned <= limit) return offset;
    Atomics.sub(this.#share.end, 0, BigInt(aligned));
    Atomics.add(this.#share.notes, notes.noRoom, 1);
    return undefined;
  }

  /** Notes that nothing can be written any more, and why. */
  trouble(error: unknown): void {
    const number = (error as NodeJS.ErrnoException | undefined)?.errno ?? -constants.errno.ENOMEM;
    Atomics.store(this.#share.notes, notes.errorNumber, number);
  }

  /** Pictures for which there was no room, and the system's name of the error that ended all writing. */
  get report(): { readonly noRoom: number; readonly error: string | undefined; readonly bytes: number } {
    const number = Atomics.load(this.#share.notes, notes.errorNumber);
    return {
      noRoom: Atomics.load(this.#share.notes, notes.noRoom),
      error: number === 0 ? undefined : getSystemErrorName(number),
      bytes: Number(Atomics.load(this.#share.end, 0)),
    };
  }

  /** Places whose pictures can be read. */
  rows(): number[] {
    return Array.from(this.#share.states.keys()).filter((row) => this.has(row));
  }
}
