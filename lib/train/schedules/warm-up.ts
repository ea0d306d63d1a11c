import { formatCount, positive, positiveInteger } from "../../base/index.ts";
import { drawn } from "./drawn.ts";
import type { DrawnSchedule, Schedule } from "./schedule.ts";

export interface WarmUpOptions {
  /** The first step has the first rate of what follows, divided by this. */
  readonly start?: number;
}

/**
 * Another schedule after a warm-up, in which the rate rises in a straight line to where the other begins. New weights and running means
 * that know nothing yet make the first gradients too rough for full steps.
 *
 * Goyal et al., "Accurate, Large Minibatch SGD" (2017), section 2.2; PyTorch's `SequentialLR` of a `LinearLR` and another. `LinearLR`
 * starts at a third unless told, this at a 25th, as `oneCycle` does.
 *
 * @param steps of the warm-up; after these, `then` is called with 0, 1, …
 * @throws RangeError when `steps` is not a positive integer or `start` not positive
 * @throws TypeError when `then` is not a function
 * @example
 * const rate = warmUp(200, cosineDecay(3 * train.length - 200, 0.01));
 */
export function warmUp(steps: number, then: Schedule | DrawnSchedule, { start = 25 }: WarmUpOptions = {}): DrawnSchedule {
  positiveInteger({ steps });
  positive({ start });
  if (typeof then !== "function") throw new TypeError(`Expected a schedule after the warm-up, such as constant(0.01), but got ${then}`);
  const follows = "title" in then ? then : drawn(then, { title: then.name || "another schedule", steps: usualRest });
  const title = `Warm-up of ${formatCount(steps)} steps, then: ${follows.title}`;
  const rate: Schedule = (step) => {
    if (step >= steps) return then(step - steps);
    return then(0) * (1 / start + (1 - 1 / start) * (step / steps));
  };
  return drawn(rate, { title, steps: steps + follows.steps });
}

/** Steps that are shown of a plain function. */
const usualRest = 100;
