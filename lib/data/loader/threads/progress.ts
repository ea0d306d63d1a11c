/** Numbers in shared memory by which workers share the pictures of an epoch: `[cancelled, (taken, finished, failed) for each turn]`. */
const wordsPerTurn = 3;
const cancelled = 0;

/** How far an epoch's batches are. Every thread has one of its own over the same memory. */
export class TurnProgress {
  readonly #control: Int32Array;

  constructor(control: Int32Array) {
    this.#control = control;
  }

  /** Memory for an epoch of so many batches. */
  static memory(turns: number): Int32Array {
    return new Int32Array(new SharedArrayBuffer(4 * (1 + turns * wordsPerTurn)));
  }

  /** Takes the next picture of a batch that nobody has taken; its row, or undefined where none is left or all work was cancelled. */
  take(turn: number, rows: number): number | undefined {
    if (Atomics.load(this.#control, cancelled) !== 0) return undefined;
    const row = Atomics.add(this.#control, this.#word(turn, 0), 1);
    return row < rows ? row : undefined;
  }

  /** Notes that a picture is done. @returns whether it was the last of its batch */
  finish(turn: number, rows: number): boolean {
    return Atomics.add(this.#control, this.#word(turn, 1), 1) + 1 === rows;
  }

  /** Notes that a picture could not be made; `finish` follows. */
  fail(turn: number): void {
    Atomics.add(this.#control, this.#word(turn, 2), 1);
  }

  /** Pictures of a batch that could not be made. */
  failures(turn: number): number {
    return Atomics.load(this.#control, this.#word(turn, 2));
  }

  /** From here on no picture is taken. */
  cancel(): void {
    Atomics.store(this.#control, cancelled, 1);
  }

  #word(turn: number, which: 0 | 1 | 2): number {
    return 1 + turn * wordsPerTurn + which;
  }
}
