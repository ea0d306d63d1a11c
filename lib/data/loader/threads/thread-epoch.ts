import type { Problem } from "../../../base/index.ts";
import { Image } from "../../image/image.ts";
import type { BatchMaker, Filled, Pictures, Turn } from "../batch-rows.ts";
import type { Recipe } from "../recipe.ts";
import { type RowShape, volumeOf } from "../row-shape.ts";
import { type FromWorker, type PlainError, type PlainPicture, revivedError } from "./messages.ts";
import { type Listener, type PoolWorker, pool } from "./pool.ts";
import { TurnProgress } from "./progress.ts";

export interface ThreadEpochParts {
  readonly recipe: Recipe;
  readonly turns: readonly Turn[];
  /** The file or id of each picture of the data set, `[N]`. */
  readonly names: readonly string[];
  readonly workers: number;
  /** Batches made ahead. */
  readonly prefetch: number;
}

/** What has come of a batch so far. */
interface TurnState {
  readonly pictures: (readonly PlainPicture[] | undefined)[];
  readonly failures: { readonly row: number; readonly error: PlainError }[];
  made: boolean;
  readonly done: PromiseWithResolvers<void>;
}

let epochs = 0;

/**
 * An epoch whose batches are made by threads: all of them work on the oldest batch that is not done, picture by picture, so that it is
 * there soonest and none waits for the slowest. At most `prefetch` batches are under way.
 */
class ThreadEpoch implements Listener {
  readonly #parts: ThreadEpochParts;
  readonly #id = epochs++;
  readonly #workers: readonly PoolWorker[];
  readonly #progress: TurnProgress;
  readonly #states = new Map<number, TurnState>();
  readonly slots: readonly Float32Array[];
  readonly #closing = new Set<PoolWorker>();
  readonly #closed = Promise.withResolvers<void>();
  #problem: Problem | undefined;
  #told = 0;

  constructor(parts: ThreadEpochParts, rows?: { readonly shape: RowShape; readonly like: string }) {
    const { recipe, turns, workers, prefetch } = parts;
    this.#parts = parts;
    const control = TurnProgress.memory(turns.length);
    this.#progress = new TurnProgress(control);
    this.#workers = pool.take(workers);
    const ahead = Math.min(prefetch, turns.length);
    const values = rows ? (turns[0]?.indices.length ?? 0) * volumeOf(rows.shape) : 0;
    this.slots = rows ? Array.from({ length: ahead }, () => pool.takeSlot(values)) : [];
    for (const worker of this.#workers) {
      worker.join(this.#id, this);
      worker.say({ kind: "open", epoch: { id: this.#id, recipe, control, slots: this.slots, rows } });
    }
    for (let turn = 0; turn < ahead; turn++) this.begin();
  }

  /** Has the next batch made, if there is one. */
  begin(): void {
    const turn = this.#parts.turns[this.#told];
    if (!turn) return;
    this.#told++;
    const done = Promise.withResolvers<void>();
    done.promise.catch(() => {}); // heard when the batch is waited for
    this.#states.set(turn.turn, { pictures: [], failures: [], made: false, done });
    if (this.#problem) done.reject(this.#problem);
    const indices = turn.indices.slice(); // sent alone: a view would take the whole epoch's order with it
    const names = Array.from(indices, (index) => this.#parts.names[index] ?? "");
    for (const worker of this.#workers) worker.say({ kind: "make", turn: { ...turn, indices, id: this.#id, names } });
  }

  /** Waits for a batch. @returns its pictures where they are sent @throws the error of the first of its pictures that could not be made */
  async take(turn: number): Promise<readonly (readonly PlainPicture[] | undefined)[]> {
    const state = this.#states.get(turn);
    if (!state) throw new Error(`Expected batch ${turn} to be under way`);
    for (const worker of this.#workers) worker.hold();
    try {
      await state.done.promise;
    } finally {
      for (const worker of this.#workers) worker.release();
    }
    this.#states.delete(turn);
    const [first] = state.failures.sort((one, other) => one.row - other.row);
    if (first) throw revivedError(first.error);
    return state.pictures;
  }

  hear(message: FromWorker, worker: PoolWorker): void {
    if (message.kind === "closed") {
      this.#leave(worker);
      return;
    }
    const state = this.#states.get(message.turn);
    if (!state) return;
    if (message.kind === "made") state.made = true;
    else if (message.kind === "failed") state.failures.push(message);
    else state.pictures[message.row] = message.pictures;
    this.#finishTurn(message.turn, state);
  }

  lost(problem: Problem, worker: PoolWorker): void {
    this.#problem ??= problem;
    for (const { done } of this.#states.values()) done.reject(problem);
    this.#leave(worker);
  }

  /** Ends all work. @returns a promise that the threads have let go of the epoch's memory */
  close(): Promise<void> {
    this.#progress.cancel();
    for (const worker of this.#workers) {
      if (!worker.alive) continue;
      this.#closing.add(worker);
      worker.hold();
      worker.say({ kind: "close", id: this.#id });
    }
    if (this.#closing.size === 0) this.#end();
    return this.#closed.promise;
  }

  /** A batch is whole when the last picture is made and what the threads said of it has arrived: each thread's words come in order, not those of all. */
  #finishTurn(turn: number, { made, failures, pictures, done }: TurnState): void {
    const failed = this.#progress.failures(turn);
    if (!made || failures.length < failed) return;
    const rows = this.#parts.turns[turn]?.indices.length ?? 0;
    const sent = pictures.filter((row) => row !== undefined).length;
    if (this.slots.length === 0 && sent < rows - failed) return;
    done.resolve();
  }

  #leave(worker: PoolWorker): void {
    worker.leave(this.#id);
    if (!this.#closing.delete(worker)) return;
    worker.release();
    if (this.#closing.size === 0) this.#end();
  }

  #end(): void {
    pool.giveBack(this.slots);
    this.#closed.resolve();
  }
}

/** Batches filled by threads, in shared memory. */
export function filledByThreads(parts: ThreadEpochParts, rows: { readonly shape: RowShape; readonly like: string }): BatchMaker<Filled> {
  const epoch = new ThreadEpoch(parts, rows);
  const { height, width, channels, count } = rows.shape;
  return {
    async next({ turn, indices }) {
      await epoch.take(turn);
      const pictures = indices.length * count;
      const slot = epoch.slots[turn % epoch.slots.length] as Float32Array;
      return {
        values: slot.subarray(0, pictures * height * width * channels),
        shape: [pictures, height, width, channels],
        crops: count,
        free: () => epoch.begin(),
      };
    },
    close: () => epoch.close(),
  };
}

/** Batches whose pictures are made by threads and sent one by one. */
export function picturesByThreads(parts: ThreadEpochParts): BatchMaker<Pictures> {
  const epoch = new ThreadEpoch(parts);
  return {
    async next({ turn }) {
      const rows = await epoch.take(turn);
      epoch.begin();
      return rows.map((row) => (row ?? []).map((picture) => new Image(picture)));
    },
    close: () => epoch.close(),
  };
}
