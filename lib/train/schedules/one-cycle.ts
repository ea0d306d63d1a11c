import { formatCount, fraction, positive, positiveInteger } from "../../base/index.ts";
import { drawn, inShort } from "./drawn.ts";
import type { DrawnSchedule } from "./schedule.ts";
import { twoPhases } from "./two-phases.ts";

export interface OneCycleOptions {
  /** Part of the run in which the rate rises. */
  readonly rise?: number;
  /** The run starts at `peak / start` … */
  readonly start?: number;
  /** … and ends at `peak / start / end`. */
  readonly end?: number;
}

/**
 * Learning rate of the one-cycle policy: a cosine rise to `peak`, then a longer cosine fall to almost nothing, where it stays.
 *
 * Smith and Topin, "Super-Convergence" (2018); equal to PyTorch's `OneCycleLR` with its defaults. `oneCycleMomentum` is its other half.
 *
 * @param steps batches in the whole run, a positive integer
 * @param peak highest learning rate
 * @throws RangeError when `steps` is not a positive integer, `peak`, `start` or `end` not positive, or `rise` not within 0 … 1
 * @example
 * const rate = oneCycle(100, 0.1);
 * rate(0);  // => 0.004
 * rate(29); // => 0.1, the last of the first 30 % of the steps
 * rate(99); // => 0.0000004
 */
export function oneCycle(steps: number, peak: number, { rise = 0.3, start = 25, end = 1e4 }: OneCycleOptions = {}): DrawnSchedule {
  positiveInteger({ steps });
  positive({ peak, start, end });
  fraction({ rise });
  const title = `One cycle of ${formatCount(steps)} steps, up to ${inShort(peak)}`;
  return drawn(twoPhases({ steps, rise, from: peak / start, turn: peak, to: peak / start / end }), { title, steps });
}

export interface OneCycleMomentumOptions {
  /** Momentum where the rate is low: at the start and at the end. */
  readonly high?: number;
  /** Momentum where the rate is at its peak. */
  readonly low?: number;
  /** Part of the run in which the rate rises, and so the momentum falls. */
  readonly rise?: number;
}

/**
 * Momentum of the one-cycle policy: it falls while the learning rate rises and rises again while that falls, for large steps need less
 * of a push. SGD's momentum, Adam's first beta.
 *
 * Smith, "A disciplined approach to neural network hyper-parameters: Part 1" (2018); equal to what PyTorch's `OneCycleLR` cycles.
 *
 * @param steps batches in the whole run, a positive integer
 * @throws RangeError when `steps` is not a positive integer, or an option not within 0 … 1
 * @example
 * await learner.fit(3, { learningRate: oneCycle(steps, 0.1), momentum: oneCycleMomentum(steps) });
 */
export function oneCycleMomentum(steps: number, { high = 0.95, low = 0.85, rise = 0.3 }: OneCycleMomentumOptions = {}): DrawnSchedule {
  positiveInteger({ steps });
  fraction({ high, low, rise });
  const title = `One cycle of momentum in ${formatCount(steps)} steps, down to ${inShort(low)}`;
  return drawn(twoPhases({ steps, rise, from: high, turn: low, to: high }), { title, value: "momentum", steps });
}
