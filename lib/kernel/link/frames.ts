import { deserialize, serialize } from "node:v8";

/** Bytes before each frame that tell its length. */
const head = 4;

/** A value as bytes: how long it is, and then itself, in the form in which Node copies values. */
export function frameOf(value: unknown): Buffer {
  const body = serialize(value);
  const frame = Buffer.allocUnsafe(head + body.length);
  frame.writeUInt32LE(body.length, 0);
  frame.set(body, head);
  return frame;
}

/** Puts frames together from the pieces in which a pipe delivers them. */
export class FrameReader {
  #pieces: Buffer[] = [];
  #size = 0;

  /** @returns the values whose last byte came with this piece */
  read(piece: Buffer): unknown[] {
    this.#pieces.push(piece);
    this.#size += piece.length;
    const values: unknown[] = [];
    for (let length = this.#nextLength(); length !== undefined && this.#size >= head + length; length = this.#nextLength()) {
      const whole = this.#joined();
      values.push(deserialize(whole.subarray(head, head + length)));
      this.#pieces = [whole.subarray(head + length)];
      this.#size -= head + length;
    }
    return values;
  }

  /** Length of the frame at the front; undefined where not even that has come. */
  #nextLength(): number | undefined {
    if (this.#size < head) return undefined;
    const [first] = this.#pieces;
    const start = first && first.length >= head ? first : this.#joined();
    return start.readUInt32LE(0);
  }

  #joined(): Buffer {
    const [first] = this.#pieces;
    const whole = this.#pieces.length === 1 && first ? first : Buffer.concat(this.#pieces);
    this.#pieces = [whole];
    return whole;
  }
}
