import { formatCount } from "../../../base/index.ts";

/** Reads bytes from front to back, and never beyond their end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** How many bytes were read. */
  get at(): number {
    return this.#at;
  }

  byte(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** 64 bits; beyond 2⁵³ only nearly, which is more than any file has. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }

  /** 64 bits with the largest first, as pickles have their floats. */
  float64(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  /** The next bytes, as a view. */
  bytes(count: number): Uint8Array {
    const start = this.#advance(count);
    return this.#bytes.subarray(start, start + count);
  }

  text(count: number): string {
    return new TextDecoder().decode(this.bytes(count));
  }

  /** Up to the next line feed, which is read too. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end < 0 || end - this.#at > longestLine) throw new RangeError(`a line that begins at byte ${formatCount(this.#at)} has no end`);
    const line = this.text(end - this.#at);
    this.#at++;
    return line;
  }

  /** @throws RangeError where there are not so many bytes any more */
  #advance(count: number): number {
    const start = this.#at;
    if (start + count > this.#bytes.length) {
      throw new RangeError(
        `it ends at byte ${formatCount(this.#bytes.length)}, within ${formatCount(count)} bytes from ${formatCount(start)} on`,
      );
    }
    this.#at += count;
    return start;
  }
}

/** The names and numbers that pickles hold as lines are short. */
const longestLine = 10_000;
