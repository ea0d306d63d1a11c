import { budget, formatCount, plural } from "../base/index.ts";

/** How much a fit does. */
export interface FitPlan {
  readonly epochs: number;
  /** Training batches an epoch. */
  readonly batches: number;
  /** Validation batches an epoch. */
  readonly validBatches: number;
  /** Batches whose gradients make one update together; 1 unless told. */
  readonly accumulate?: number;
  /** Said when it is less than was asked for. */
  readonly note?: string;
}

/** Batches that the quick budget allows, for training and for validation. */
const quickBatches = 20;

/** The plan for so many epochs over so many batches. Under `DESCENT_BUDGET=quick` it is one short epoch, and says so. */
export function planFit(epochs: number, batches: number, validBatches: number): FitPlan {
  if (budget() === "full" || (epochs === 1 && batches <= quickBatches && validBatches <= quickBatches))
    return { epochs, batches, validBatches };
  const few = Math.min(quickBatches, batches);
  return {
    epochs: 1,
    batches: few,
    validBatches: Math.min(quickBatches, validBatches),
    note: `DESCENT_BUDGET=quick: 1 epoch of ${plural(few, "batch", "batches")} instead of ${formatCount(epochs)} of ${formatCount(batches)}`,
  };
}

/** The most batches of an evaluation, by the budget. */
export function evaluationLimit(): number {
  return budget() === "quick" ? quickBatches : Number.POSITIVE_INFINITY;
}
