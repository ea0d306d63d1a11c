import { positive } from "../../base/index.ts";
import { drawn, inShort } from "./drawn.ts";
import type { DrawnSchedule } from "./schedule.ts";

/** As good as any. */
const shownSteps = 100;

/**
 * The same learning rate at every step. For what comes after a warm-up, and for comparisons.
 *
 * @throws RangeError when `rate` is not positive
 * @example
 * warmUp(200, constant(0.01));
 */
export function constant(rate: number): DrawnSchedule {
  positive({ rate });
  return drawn(() => rate, { title: `Always ${inShort(rate)}`, steps: shownSteps });
}
