import { formatCount, positive, positiveInteger } from "../../base/index.ts";
import { cosineBetween } from "./cosine.ts";
import { endBelow } from "./cosine-decay.ts";
import { drawn, inShort } from "./drawn.ts";
import type { DrawnSchedule } from "./schedule.ts";

export interface WarmRestartsOptions {
  /** How many times longer each cycle is than the one before, a positive integer. */
  readonly growth?: number;
  /** The rate just before a restart. */
  readonly end?: number;
}

/** Cycles that the figure shows. */
const shownCycles = 3;

/**
 * Learning rate that falls along half a cosine and then jumps back to the start, again and again: each jump throws the weights out of a
 * minimum, each fall settles them in another. PyTorch's `CosineAnnealingWarmRestarts`.
 *
 * Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts" (2017), equation 5.
 *
 * @param period steps of the first cycle, mostly those of some epochs
 * @param rate at the begin of each cycle
 * @throws RangeError when `period` or `growth` is not a positive integer, `rate` not positive, or `end` not within 0 … `rate`
 * @example
 * const rate = warmRestarts(train.length, 0.1, { growth: 2 }); // cycles of 1, 2, 4, … epochs
 */
export function warmRestarts(period: number, rate: number, { growth = 1, end = 0 }: WarmRestartsOptions = {}): DrawnSchedule {
  positiveInteger({ period, growth });
  positive({ rate });
  endBelow(rate, end);
  const title = `Cosine from ${inShort(rate)}, again after ${formatCount(period)} steps${growth > 1 ? ` × ${growth} each time` : ""}`;
  const steps = Array.from({ length: shownCycles }, (_, cycle) => period * growth ** cycle).reduce((sum, length) => sum + length);
  return drawn((step) => cosineBetween(rate, end, partOfCycle(step, period, growth)), { title, steps });
}

/** How far a step lies within its cycle, from 0 up to 1. */
function partOfCycle(step: number, period: number, growth: number): number {
  let [place, length] = [step, period];
  if (growth === 1) return (place % length) / length;
  while (place >= length) {
    place -= length;
    length *= growth;
  }
  return place / length;
}
