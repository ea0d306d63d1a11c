import { formatBytes } from "../../base/index.ts";
import { type Kernels, startKernels } from "./kernels.ts";

/** Kernels may read or write this far past the pixels that they work on, or read before them. */
const margin = 64;
const smallest = 4 * 2 ** 20;
/** More than this is given back after a very large picture. */
const kept = 256 * 2 ** 20;
/** WebAssembly's memory ends here. */
const largest = 2 ** 32 - 2 ** 17;

/**
 * The thread's memory for kernels: one decoded picture, and behind it what a run over a picture needs for the moment.
 *
 * It never grows, for that would empty all views of it: where more is needed, a larger one takes its place, and a picture in the old one
 * is good until nobody has it any more.
 */
export class Scratch {
  readonly kernels: Kernels;
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly floats: Float32Array;
  #pictureEnd = margin;
  #top = margin;

  constructor(size: number) {
    this.kernels = startKernels(size);
    this.bytes = new Uint8Array(this.kernels.memory.buffer);
    this.words = new Int32Array(this.kernels.memory.buffer);
    this.floats = new Float32Array(this.kernels.memory.buffer);
  }

  /** Forgets the picture and all else, and gives memory for a new picture. */
  picture(bytes: number): Uint8Array {
    this.#pictureEnd = margin + bytes + margin;
    this.#top = this.#pictureEnd;
    return this.bytes.subarray(margin, margin + bytes);
  }

  /** Forgets all but the picture. */
  clear(): void {
    this.#top = this.#pictureEnd;
  }

  /**
   * Takes memory until the next `clear`.
   *
   * @param alike a place elsewhere that will be copied to or from: copying is four times as fast where both lie alike within 8 bytes
   * @returns its address
   */
  take(bytes: number, alike = 0): number {
    const address = Math.ceil(this.#top / 16) * 16 + (alike % 8);
    this.#top = address + bytes + margin;
    return address;
  }

  /** Where bytes lie in this memory; they are copied unless they do already. */
  addressOf(values: Uint8Array): number {
    if (values.buffer === this.bytes.buffer) return values.byteOffset;
    const address = this.take(values.length, values.byteOffset);
    this.bytes.set(values, address);
    return address;
  }

  /** What `take` may need for so many bytes. */
  static taken(bytes: number): number {
    return bytes + margin + 32;
  }

  /** Whether so many bytes can be taken. */
  holds(bytes: number): boolean {
    return this.#pictureEnd + bytes + margin <= this.bytes.length;
  }
}

let scratch: Scratch | undefined;

/**
 * Memory for the pixels of one picture, where the kernels work on them without a copy: hand it to `decodeImage` as `allocate`.
 * The picture is good until the next `allocate` in this thread.
 */
export function allocate(bytes: number): Uint8Array {
  const needed = bytes + 3 * margin;
  if (!scratch || scratch.bytes.length < needed || isWasteful(scratch, needed)) scratch = start(needed);
  return scratch.picture(bytes);
}

/** The thread's scratch memory, with room for so many bytes behind the picture. @throws RangeError when that is more than there can be */
export function workspace(bytes: number): Scratch {
  const needed = bytes + 3 * margin;
  if (!scratch?.holds(bytes) || isWasteful(scratch, needed)) scratch = start(needed);
  scratch.clear();
  return scratch;
}

const isWasteful = ({ bytes }: Scratch, needed: number): boolean => bytes.length > kept && needed < bytes.length / 4;

/** Twice what is needed now, so that pictures a little larger find room. */
function start(needed: number): Scratch {
  if (needed <= largest) return new Scratch(Math.min(largest, Math.max(smallest, 2 * needed)));
  throw new RangeError(
    `Expected a picture that can be worked on in ${formatBytes(largest)} of memory but this one needs ${formatBytes(needed)}: make it smaller first.`,
  );
}
