import { Worker } from "node:worker_threads";
import { messageOf, Problem } from "../../../base/index.ts";
import { memoryForTensors } from "../../../device/index.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** Hears what workers say of one epoch. */
export interface Listener {
  hear(message: FromWorker, worker: PoolWorker): void;
  /** The worker has ended; it says nothing more. */
  lost(problem: Problem, worker: PoolWorker): void;
}

/** Threads that nobody uses end after this; until then the next epoch need not wait for new ones. */
const idleMilliseconds = 10_000;

/** One thread. It keeps the process alive only while somebody waits for it. */
export class PoolWorker {
  readonly #worker: Worker;
  readonly #listeners = new Map<number, Listener>();
  #waiting = 0;
  #problem: Problem | undefined;

  constructor() {
    this.#worker = new Worker(new URL("./worker.ts", import.meta.url), { execArgv: ["--no-warnings"], name: "descent loader" });
    this.#worker.unref();
    this.#worker.on("message", (message: FromWorker) => this.#listeners.get(message.id)?.hear(message, this));
    this.#worker.on("error", (error) => this.#lose(`failed: ${messageOf(error)}`, error));
    this.#worker.on("exit", (code) => this.#lose(`ended with exit code ${code}`));
  }

  get alive(): boolean {
    return this.#problem === undefined;
  }

  /** Joins an epoch: its listener hears what is said of it. */
  join(id: number, listener: Listener): void {
    this.#listeners.set(id, listener);
    if (this.#problem) listener.lost(this.#problem, this);
  }

  leave(id: number): void {
    this.#listeners.delete(id);
  }

  say(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  /** Keeps the process alive until `release`. */
  hold(): void {
    if (this.#waiting++ === 0) this.#worker.ref();
  }

  release(): void {
    if (--this.#waiting === 0) this.#worker.unref();
  }

  end(): void {
    this.#problem ??= new Problem("loader-thread-lost", "A thread of the loader was ended.", { hint: "Run the cell again." });
    void this.#worker.terminate();
  }

  #lose(what: string, cause?: unknown): void {
    this.#problem ??= new Problem("loader-thread-lost", `A thread of the loader ${what}.`, {
      hint: "Not enough memory is the usual cause: try fewer workers, a smaller batchSize or smaller pictures. With workers: 0 all runs on the main thread.",
      cause,
    });
    for (const listener of [...this.#listeners.values()]) listener.lost(this.#problem, this);
  }
}

/** The threads of all loaders of this process, and memory for their batches. */
class Pool {
  #workers: PoolWorker[] = [];
  #slots: Float32Array[] = [];
  #users = 0;
  #idle: NodeJS.Timeout | undefined;

  /** So many threads, which other loaders may be using as well. */
  take(count: number): readonly PoolWorker[] {
    clearTimeout(this.#idle);
    this.#users++;
    this.#workers = this.#workers.filter(({ alive }) => alive);
    while (this.#workers.length < count) this.#workers.push(new PoolWorker());
    return this.#workers.slice(0, count);
  }

  /** Memory for so many values, such as an earlier epoch has used. */
  takeSlot(values: number): Float32Array {
    const place = this.#slots.findIndex((slot) => slot.length === values);
    const [old] = this.#slots.splice(Math.max(0, place), 1); // one of another size makes room
    return old?.length === values ? old : memoryForTensors(values, { shared: true });
  }

  /** Gives threads and memory back, once no thread writes to it any more. */
  giveBack(slots: readonly Float32Array[]): void {
    this.#users--;
    this.#slots.push(...slots);
    if (this.#users === 0) this.#idle = setTimeout(() => this.#end(), idleMilliseconds).unref();
  }

  #end(): void {
    for (const worker of this.#workers.splice(0)) worker.end();
    this.#slots = [];
  }
}

export const pool = new Pool();
