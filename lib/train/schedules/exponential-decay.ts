import { formatCount, fraction, positive, positiveInteger } from "../../base/index.ts";
import { drawn, inShort } from "./drawn.ts";
import type { DrawnSchedule } from "./schedule.ts";

export interface ExponentialDecayOptions {
  /** What the rate is multiplied by in `every` steps. */
  readonly factor: number;
  /** Steps in which it falls by the factor, a little at each: 1, or the batches of an epoch. */
  readonly every?: number;
}

/** Falls by the factor that its figure shows. */
const shownFalls = 20;

/**
 * Learning rate that falls by the same part at each step. PyTorch's `ExponentialLR`, whose `gamma` is the factor of one step.
 *
 * @param rate of the first step
 * @throws RangeError when `rate`, `factor` or `every` is not positive, or `factor` greater than 1
 * @example
 * const rate = exponentialDecay(0.1, { factor: 0.9, every: train.length }); // 10 % less with each epoch
 */
export function exponentialDecay(rate: number, { factor, every = 1 }: ExponentialDecayOptions): DrawnSchedule {
  positive({ rate, factor });
  positiveInteger({ every });
  fraction({ factor });
  const title = `From ${inShort(rate)}, × ${inShort(factor)} in ${every === 1 ? "each step" : `${formatCount(every)} steps`}`;
  return drawn((step) => rate * factor ** (step / every), { title, steps: shownFalls * every });
}
