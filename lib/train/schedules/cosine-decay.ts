import { describe, formatCount, positive, positiveInteger } from "../../base/index.ts";
import { cosineBetween } from "./cosine.ts";
import { drawn, inShort } from "./drawn.ts";
import type { DrawnSchedule } from "./schedule.ts";

export interface CosineDecayOptions {
  /** The rate at the end. */
  readonly end?: number;
}

/**
 * Learning rate that falls along half a cosine to `end`, where it stays. PyTorch's `CosineAnnealingLR`, which would rise again.
 *
 * Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts" (2017), equation 5, without restarts.
 *
 * @param steps after which it has fallen, mostly the batches of the whole run
 * @param rate of the first step
 * @throws RangeError when `steps` is not a positive integer, `rate` not positive, or `end` not within 0 … `rate`
 * @example
 * const rate = cosineDecay(10 * train.length, 0.01);
 */
export function cosineDecay(steps: number, rate: number, { end = 0 }: CosineDecayOptions = {}): DrawnSchedule {
  positiveInteger({ steps });
  positive({ rate });
  endBelow(rate, end);
  const title = `Cosine from ${inShort(rate)} to ${inShort(end)} in ${formatCount(steps)} steps`;
  return drawn((step) => cosineBetween(rate, end, Math.min(step / steps, 1)), { title, steps });
}

/** @throws RangeError unless the rate at the end lies between nothing and the one at the start */
export function endBelow(rate: number, end: number): void {
  if (typeof end === "number" && end >= 0 && end <= rate) return;
  throw new RangeError(`Expected end to be a number between 0 and the rate of the first step, ${rate}, but got ${describe(end)}`);
}
