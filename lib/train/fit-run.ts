import type { Callback, FitRun } from "./callbacks/callback.ts";
import type { FitRecord } from "./checkpoint/fit-record.ts";
import type { FitPlan } from "./fit-plan.ts";
import type { FitState } from "./fit-view.ts";
import type { History } from "./history.ts";
import type { Metric } from "./metrics/metric.ts";
import type { Rates } from "./rates.ts";
import type { TrainingState } from "./training-state.ts";

export interface RunParts {
  readonly state: TrainingState;
  readonly metrics: readonly Metric[];
  readonly plan: FitPlan;
  readonly rates: Rates;
  readonly history: History;
  readonly save: FitRun["save"];
  readonly load: FitRun["load"];
}

/** A fit that is going on: where it is, and what callbacks may ask of it. */
export class Run implements FitRun {
  readonly model: FitRun["model"];
  readonly metrics: readonly Metric[];
  readonly history: History;
  readonly epochs: number;
  readonly batches: number;
  readonly save: FitRun["save"];
  readonly load: FitRun["load"];
  /** Where the fit is, for those who watch. */
  readonly at: FitState;
  rateFactor = 1;
  loss = Number.NaN;
  /** Training batches of the whole fit that are finished. */
  step = 0;
  readonly #rates: Rates;
  #reason: string | undefined;
  #lastRate: number | undefined;

  constructor({ state, metrics, plan, rates, history, save, load }: RunParts) {
    this.model = state.model;
    this.metrics = metrics;
    this.history = history;
    this.epochs = plan.epochs;
    this.batches = plan.batches;
    this.save = save;
    this.load = load;
    this.#rates = rates;
    this.at = { plan, history, epoch: 0, batch: 0, validating: false, pictures: 0, seconds: 0, validSeconds: 0 };
  }

  get epoch(): number {
    return this.at.epoch;
  }

  get batch(): number {
    return this.at.validating ? this.batches : this.at.batch;
  }

  get learningRate(): number {
    return this.#lastRate ?? this.#rateOfLastGroup();
  }

  /** Why a callback wants the fit to end; undefined where none does. */
  get stopReason(): string | undefined {
    return this.#reason;
  }

  stop(reason: string): void {
    this.#reason ??= reason;
  }

  /** The rates of the next batch, or of one some batches ahead: one for each layer group, or one for all. */
  rates(ahead = 0): readonly number[] {
    const { learningRate, groups = [1] } = this.#rates;
    const step = Math.min(this.step + ahead, learningRate.length - 1);
    return groups.map((factor) => (learningRate[step] as number) * this.rateFactor * factor);
  }

  /** The momentum of the next batch, or of one some batches ahead; undefined where the optimizer's own holds. */
  momentum(ahead = 0): number | undefined {
    return this.#rates.momentum?.[this.step + ahead];
  }

  /** Takes up where a recorded fit was. */
  goOn({ epoch, step, rateFactor }: Pick<FitRecord, "epoch" | "step" | "rateFactor">): void {
    Object.assign(this.at, { epoch, validating: epoch > 0 });
    this.step = step;
    this.rateFactor = rateFactor;
    this.loss = this.history.batchLosses.at(-1) ?? Number.NaN;
  }

  /** Notes that a batch was trained. */
  trained(loss: number): void {
    this.#lastRate = this.#rateOfLastGroup();
    this.loss = loss;
    this.step++;
    this.at.batch++;
    this.history.batchLosses.push(loss);
  }

  #rateOfLastGroup(): number {
    return this.rates().at(-1) as number;
  }
}

/** Callbacks of the learner, then those of the call. @throws TypeError when one is not an object with a name */
export function allCallbacks(...lists: readonly (readonly Callback[])[]): readonly Callback[] {
  const callbacks = lists.flat();
  for (const callback of callbacks) {
    if (typeof callback === "object" && callback !== null && typeof callback.name === "string") continue;
    const called = typeof callback === "function" ? `: did you forget to call it, ${(callback as () => unknown).name}()` : "";
    throw new TypeError(
      `Expected each callback to be an object with a name but got ${callback === null ? "null" : typeof callback}${called}`,
    );
  }
  return callbacks;
}
