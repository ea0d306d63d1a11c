import type { CallbackState } from "../callbacks/callback.ts";
import type { FitPlan } from "../fit-plan.ts";
import type { HistoryRecord } from "../history.ts";
import type { Rates } from "../rates.ts";

/** A fit at the end of an epoch: all that it takes, beside weights and optimizer, to go on from there. */
export interface FitRecord {
  readonly plan: FitPlan;
  readonly rates: Rates;
  /** Epochs that are finished, and training batches. */
  readonly epoch: number;
  readonly step: number;
  readonly rateFactor: number;
  readonly history: HistoryRecord;
  readonly callbacks: readonly CallbackRecord[];
}

/** A callback of a fit, in the order in which they were given. */
export interface CallbackRecord {
  readonly name: string;
  /** Whether it changes batches or gradients, so that training without it would be another. */
  readonly changes: boolean;
  readonly state?: CallbackState;
}

/** Whether a fit had come to its end when it was recorded. */
export function isFinished({ plan, epoch, history }: FitRecord): boolean {
  return epoch >= plan.epochs || history.stopped !== undefined;
}
