import { AsyncLocalStorage } from "node:async_hooks";
import type { RunningCell } from "../../base/cell.ts";
import type { ExecuteCommand } from "../link/messages.ts";
import { KeyboardInterrupt } from "./keyboard-interrupt.ts";

/** How long code that obeys the cell's signal may take to end by itself before its awaits are ended for it, in milliseconds. */
const grace = 1000;

/** A cell that runs, or has run and left work behind: whose output it is, and how to stop it. */
export class Cell implements RunningCell {
  /** Of the request that asked for the cell: its outputs name it. */
  readonly id: number;
  readonly number: number;
  /** Whether the front end that asked draws Plotly figures and keeps pictures of them. */
  readonly drawsPlotly: boolean;
  /** Whether its user can be asked for input. */
  readonly asksInput: boolean;
  /** What ends each timer that the cell's code has started. */
  readonly timers = new Map<object, () => void>();
  readonly #controller = new AbortController();
  /** Whether something asked for the signal, and so means to end by itself. */
  #isObeyed = false;
  readonly #waits = new Set<(reason: KeyboardInterrupt) => void>();

  constructor({ id, number, options }: Pick<ExecuteCommand, "id" | "number" | "options">) {
    this.id = id;
    this.number = number;
    this.drawsPlotly = options.drawsPlotly;
    this.asksInput = options.asksInput;
  }

  get signal(): AbortSignal {
    this.#isObeyed = true;
    return this.#controller.signal;
  }

  get interrupted(): boolean {
    return this.#controller.signal.aborted;
  }

  /**
   * Asks the cell's code to stop: its signal is aborted at once, each further `await` of it throws, and awaits that are under way end: where
   * something asked for the signal, after a grace period in which that may end by itself, unless this is the second request.
   */
  interrupt(): void {
    const patient = this.#isObeyed && !this.interrupted;
    this.#controller.abort(new KeyboardInterrupt());
    if (patient) setTimeout(() => this.#endWaits(), grace).unref();
    else this.#endWaits();
  }

  /** @throws KeyboardInterrupt where the cell has been interrupted */
  throwIfInterrupted(): void {
    this.#controller.signal.throwIfAborted();
  }

  /** Ends the timers that the cell's code has left behind. */
  endTimers(): void {
    for (const end of this.timers.values()) end();
    this.timers.clear();
  }

  /**
   * What `await value` becomes in a cell: the same, but an interrupt ends it.
   *
   * @throws KeyboardInterrupt where the cell has been interrupted
   */
  wait<T>(value: T): T | Promise<Awaited<T>> {
    this.throwIfInterrupted();
    return isThenable(value) ? this.follow(value) : value;
  }

  /** What a promise gives, also where the cell has been interrupted already; an interrupt's end of all waits ends this one too. */
  follow<T>(value: T): Promise<Awaited<T>> {
    return new Promise<Awaited<T>>((resolve, reject) => {
      // Not Promise.race: it would leave a reaction on a promise that lives as long as the cell, at every turn of a loop.
      const settle = <A>(how: (outcome: A) => void) => {
        return (outcome: A) => {
          this.#waits.delete(reject);
          how(outcome);
        };
      };
      this.#waits.add(reject);
      Promise.resolve(value).then(settle(resolve), settle(reject));
    });
  }

  #endWaits(): void {
    for (const end of this.#waits) end(new KeyboardInterrupt());
    this.#waits.clear();
  }
}

/** Tells, wherever code runs, which cell started it: also in timers and callbacks that outlive the cell. */
export const cells = new AsyncLocalStorage<Cell>();

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") && "then" in value && typeof value.then === "function"
  );
}
