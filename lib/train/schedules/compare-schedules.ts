import { type Figure, lines } from "../../plot/index.ts";
import { curveOf } from "./drawn.ts";
import type { DrawnSchedule, Schedule } from "./schedule.ts";

export interface CompareSchedulesOptions {
  readonly title?: string;
  /** Name of what changes. */
  readonly value?: string;
}

/**
 * Several schedules in one figure.
 *
 * @param steps how many are drawn; as many as the longest of them has, unless told
 * @throws RangeError when there is no schedule, or `steps` is not a positive integer
 * @example
 * show(compareSchedules({ "one cycle": oneCycle(300, 0.1), cosine: cosineDecay(300, 0.1), "in stairs": stepDecay(0.1, { every: 100 }) }));
 */
export function compareSchedules(
  schedules: Readonly<Record<string, Schedule | DrawnSchedule>>,
  steps: number = longest(Object.values(schedules)),
  { title = "Learning rate by schedule", value = "learning rate" }: CompareSchedulesOptions = {},
): Figure {
  const named = Object.entries(schedules);
  if (named.length === 0) throw new RangeError('Expected schedules by name, such as { "one cycle": oneCycle(300, 0.1) }, but got none');
  return lines(Object.fromEntries(named.map(([name, schedule]) => [name, curveOf(schedule, steps)])), { title, x: "step", y: value });
}

/** Steps that plain functions are drawn over. */
const usualSteps = 100;

function longest(schedules: readonly (Schedule | DrawnSchedule)[]): number {
  return Math.max(...schedules.map((schedule) => ("steps" in schedule ? schedule.steps : usualSteps)), 1);
}
