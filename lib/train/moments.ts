import { messageOf } from "../base/index.ts";
import type { tf } from "../device/index.ts";
import { Stopped } from "./batches.ts";
import type { BatchTensors, Callback, FitRun, Gradients } from "./callbacks/callback.ts";
import type { CallbackRecord } from "./checkpoint/fit-record.ts";
import { changesTraining } from "./checkpoint/same-callbacks.ts";
import { untilStopped } from "./until-stopped.ts";

/** The moments of a fit at which callbacks are only told. */
export type Moment = "beforeFit" | "beforeEpoch" | "afterBatch" | "afterEpoch" | "afterFit";

/** The callbacks of a fit, called at its moments in the order in which they were given. */
export class Moments {
  readonly #callbacks: readonly Callback[];
  readonly #signal: AbortSignal | undefined;

  /** @param signal aborted to wait for no callback any longer */
  constructor(callbacks: readonly Callback[], signal: AbortSignal | undefined) {
    this.#callbacks = callbacks;
    this.#signal = signal;
  }

  /**
   * Tells all of a moment, and waits for each.
   *
   * @throws Stopped when the signal is aborted meanwhile
   * @throws Error what the first callback throws, with its name and the moment; those after it are not told
   */
  async tell(moment: Moment, run: FitRun): Promise<void> {
    for (const callback of this.#callbacks) await this.#call(callback, moment, run);
  }

  /** Tells all that the fit has ended, also where one of them fails. @throws Error what the first that failed throws, as `tell` does */
  async tellEnd(run: FitRun): Promise<void> {
    const failures: unknown[] = [];
    for (const callback of this.#callbacks) await this.#call(callback, "afterFit", run).catch((error) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }

  /**
   * What is trained on in place of a batch. Runs within `tf.tidy`.
   *
   * @throws Error what a callback throws or when it gives no batch, with its name
   */
  changeBatch(batch: BatchTensors, run: FitRun): BatchTensors {
    return this.#callbacks.reduce((changed, callback) => {
      if (!callback.changeBatch) return changed;
      const next = named(callback, "changeBatch", () => callback.changeBatch?.(changed, run));
      return expectBatch(callback, next, changed);
    }, batch);
  }

  /** What callbacks make of the gradients, as parts of the training step. */
  get changeGradients(): readonly ((gradients: Gradients) => Gradients)[] {
    return this.#callbacks
      .filter((callback) => callback.changeGradients)
      .map((callback) => (gradients) => {
        const next = named(callback, "changeGradients", () => callback.changeGradients?.(gradients));
        return expectGradients(callback, next, gradients);
      });
  }

  /** What callbacks know by now, for a checkpoint. @throws Error what one throws, with its name */
  record(): readonly CallbackRecord[] {
    return this.#callbacks.map((callback) => {
      const state = named(callback, "state", () => callback.state?.());
      return { name: callback.name, changes: changesTraining(callback), ...(state !== undefined && { state }) };
    });
  }

  /** Gives callbacks back what they knew; of several with one name each its own, in their order. @throws Error what one throws, with its name */
  restore(records: readonly CallbackRecord[]): void {
    const left = [...this.#callbacks];
    for (const { name, state } of records) {
      const place = left.findIndex((callback) => callback.name === name);
      const [callback] = place < 0 ? [] : left.splice(place, 1);
      if (callback && state !== undefined) named(callback, "restore", () => callback.restore?.(state));
    }
  }

  async #call(callback: Callback, moment: Moment, run: FitRun): Promise<void> {
    if (!callback[moment]) return;
    // A fit that was stopped still tells callbacks of its end, and lets them finish.
    const signal = moment === "afterFit" && this.#signal?.aborted ? undefined : this.#signal;
    try {
      const answer = callback[moment]?.(run);
      if (answer) await untilStopped(Promise.resolve(answer), signal);
    } catch (error) {
      throw signal?.aborted ? new Stopped(run.batch) : callbackError(callback, moment, error);
    }
  }
}

function named<T>(callback: Callback, moment: keyof Callback, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw callbackError(callback, moment, error);
  }
}

function callbackError(callback: Callback, moment: keyof Callback, cause: unknown): Error {
  return new Error(`The callback "${callback.name}" failed in ${moment}: ${messageOf(cause)}`, { cause });
}

function expectBatch({ name }: Callback, batch: BatchTensors | undefined, { images }: BatchTensors): BatchTensors {
  const got = batch && isTensor(batch.images) && isTensor(batch.targets) ? batch : undefined;
  const shape = got?.images.shape ?? [];
  const same = shape.length === images.shape.length && shape.every((size, axis) => axis === 0 || size === images.shape[axis]);
  if (got && same && got.targets.shape[0] === shape[0]) return got;
  const words = got ? `images [${shape.join(", ")}] and targets [${got.targets.shape.join(", ")}]` : "something else";
  throw new TypeError(
    `Expected changeBatch of the callback "${name}" to return { images: [N, ${images.shape.slice(1).join(", ")}], targets: [N, …] } with the same N, but got ${words}.\n  Return the batch as it came where nothing is to be changed.`,
  );
}

function expectGradients({ name }: Callback, next: Gradients | undefined, gradients: Gradients): Gradients {
  for (const [variable, gradient] of Object.entries(gradients)) {
    const got = next?.[variable];
    if (isTensor(got) && got.shape.join() === gradient.shape.join()) continue;
    throw new TypeError(
      `Expected changeGradients of the callback "${name}" to return a gradient [${gradient.shape.join(", ")}] for "${variable}" but got ${isTensor(got) ? `[${got.shape.join(", ")}]` : "none"}.\n  Return an object with the same names: { ...gradients, [name]: changed }.`,
    );
  }
  return next as Gradients;
}

const isTensor = (value: unknown): value is tf.Tensor =>
  typeof value === "object" && value !== null && "shape" in value && "dtype" in value;
