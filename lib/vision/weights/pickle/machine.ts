import { formatCount } from "../../../base/index.ts";
import type { ByteReader } from "./byte-reader.ts";
import type { Surroundings } from "./values.ts";

/** More than any file of weights needs, and few enough to fit into memory. */
const mostObjects = 4_000_000;

/** The state of Python's pickle machine: a stack with marks in it, and a memory of things that are used again. */
export class Machine {
  readonly reader: ByteReader;
  readonly surroundings: Surroundings;
  readonly #stack: unknown[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, unknown>();
  #objects = 0;

  constructor(reader: ByteReader, surroundings: Surroundings) {
    this.reader = reader;
    this.surroundings = surroundings;
  }

  push(value: unknown): void {
    if (++this.#objects > mostObjects) throw new RangeError(`it makes more than ${formatCount(mostObjects)} objects`);
    this.#stack.push(value);
  }

  pop(): unknown {
    this.#expectSome();
    return this.#stack.pop();
  }

  /** The value on top, which stays there. */
  top(): unknown {
    this.#expectSome();
    return this.#stack.at(-1);
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
    if (this.#marks.length > mostObjects) throw new RangeError(`it has more than ${formatCount(mostObjects)} marks`);
  }

  /** Takes what lies above the last mark, and the mark. */
  popToMark(): unknown[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new RangeError("it looks for a mark that was not set");
    return this.#stack.splice(mark);
  }

  /** Whether nothing lies above the last mark. */
  get isAtMark(): boolean {
    return this.#stack.length === (this.#marks.at(-1) ?? 0);
  }

  remember(key: number): void {
    this.#memo.set(key, this.top());
  }

  /** Remembers the value on top under the next free number. */
  rememberNext(): void {
    this.remember(this.#memo.size);
  }

  recall(key: number): unknown {
    if (!this.#memo.has(key)) throw new RangeError(`it recalls thing ${key}, which was not remembered`);
    return this.#memo.get(key);
  }

  #expectSome(): void {
    if (this.isAtMark) throw new RangeError("it takes more from its stack than lies there");
  }
}
