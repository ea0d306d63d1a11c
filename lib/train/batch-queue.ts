import type { Callback } from "./callbacks/callback.ts";
import { disposeBatch, shapesOf, type TrainingBatch } from "./training-batch.ts";

/** Batches in one call of TensorFlow, where that is done at all: of more the graph grows, and Stop waits longer. */
const together = 8;
/** Only what trains faster than this, in milliseconds a batch, gains by it; so a call takes a tenth of a second at most. */
const quick = 12;
/** Batches that are trained singly first, to see how fast they are. */
const tried = 8;

/** Batches that wait to be trained together. */
export class BatchQueue {
  #waiting: TrainingBatch[] = [];
  readonly #mayWait: boolean;
  /** Milliseconds of single batches, the last ones. */
  #milliseconds: readonly number[] = [];

  /**
   * @param callbacks of which one that changes batches, or is called after each, sees the fit as it is then: it lets none wait
   * @param options.singly none waits, for nothing is gained by it
   */
  constructor(callbacks: readonly Callback[], { singly = false }: { readonly singly?: boolean } = {}) {
    this.#mayWait = !singly && callbacks.every(({ changeBatch, afterBatch }) => !changeBatch && !afterBatch);
  }

  /** Whether those that wait are to be trained before another one, of these shapes, is taken in. */
  isEnough(next?: TrainingBatch): boolean {
    const [first] = this.#waiting;
    return first !== undefined && (this.#waiting.length >= this.#size || (next !== undefined && shapesOf(first) !== shapesOf(next)));
  }

  add(batch: TrainingBatch): void {
    this.#waiting.push(batch);
  }

  /** Those that wait, to be trained in one call; too few for that come one by one, undefined when none is left. The caller disposes them. */
  take(): readonly [TrainingBatch, ...TrainingBatch[]] | undefined {
    const [first, ...others] = this.#waiting.splice(0, this.#waiting.length === together ? together : 1);
    return first && [first, ...others];
  }

  /** Notes how long single batches take. */
  note({ batches, milliseconds }: { readonly batches: number; readonly milliseconds: number }): void {
    if (batches === 1) this.#milliseconds = [...this.#milliseconds, milliseconds].slice(-tried);
  }

  dispose(): void {
    for (const batch of this.#waiting.splice(0)) disposeBatch(batch);
  }

  /** How many are trained together now. The median counts: the first of a size has its graph made. */
  get #size(): number {
    if (!this.#mayWait || this.#milliseconds.length < tried) return 1;
    const median = [...this.#milliseconds].sort((one, other) => one - other)[tried / 2] as number;
    return median < quick ? together : 1;
  }
}
