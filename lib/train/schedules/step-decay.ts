import { formatCount, fraction, positive, positiveInteger } from "../../base/index.ts";
import { drawn, inShort } from "./drawn.ts";
import type { DrawnSchedule } from "./schedule.ts";

export interface StepDecayOptions {
  /** Steps between two falls. By the epoch: `every: batchesAnEpoch`, or a multiple. */
  readonly every: number;
  /** What the rate is multiplied by at each fall. */
  readonly factor?: number;
}

/** Stairs that its figure shows. */
const shownStairs = 4;

/**
 * Learning rate that falls in stairs: after each `every` steps it is multiplied by `factor`. PyTorch's `StepLR`.
 *
 * The classic of computer vision, as in He et al., "Deep Residual Learning for Image Recognition" (2016): a tenth every 30 epochs.
 *
 * @param rate of the first steps
 * @throws RangeError when `rate` or `every` is not positive, or `factor` not within 0 … 1
 * @example
 * const rate = stepDecay(0.1, { every: 30 * train.length }); // a tenth after each 30 epochs
 */
export function stepDecay(rate: number, { every, factor = 0.1 }: StepDecayOptions): DrawnSchedule {
  positive({ rate, factor });
  positiveInteger({ every });
  fraction({ factor });
  const title = `From ${inShort(rate)}, × ${inShort(factor)} after each ${formatCount(every)} steps`;
  return drawn((step) => rate * factor ** Math.floor(step / every), { title, steps: shownStairs * every });
}
