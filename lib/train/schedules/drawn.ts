import { positiveInteger } from "../../base/index.ts";
import { type Curve, displaySymbol, lines } from "../../plot/index.ts";
import type { DrawnSchedule, Schedule } from "./schedule.ts";

export interface DrawnOptions {
  /** What the schedule is, in a line: the title of its figure. */
  readonly title: string;
  /** Name of the value. */
  readonly value?: string;
  /** Its own length, or where it has no end, as many steps as show what it does. */
  readonly steps: number;
}

/** A screen shows no more points than this beside each other. */
const mostPoints = 600;

/** The schedule as one that draws itself. */
export function drawn(schedule: Schedule, { title, value = "learning rate", steps }: DrawnOptions): DrawnSchedule {
  const figure = (length = steps) => lines({ [value]: curveOf(schedule, length) }, { title, x: "step", y: value });
  // A function of its own, for the caller's may be drawn already, under another title.
  const copy = (step: number): number => schedule(step);
  return Object.assign(copy, { title, steps, figure, [displaySymbol]: () => figure()[displaySymbol](), toString: () => title });
}

/**
 * A schedule over its first steps, as points of a curve: all of them, or where there are very many, evenly spaced ones.
 *
 * @throws RangeError when `steps` is not a positive integer
 */
export function curveOf(schedule: Schedule, steps: number): Curve {
  positiveInteger({ steps });
  const points = Math.min(steps, mostPoints);
  const x = Array.from({ length: points }, (_, point) => (points === 1 ? 0 : Math.round((point * (steps - 1)) / (points - 1))));
  return { x, y: x.map(schedule) };
}

/** A rate or factor for a title: `0.1`, `0.000333`, `4e-7`. */
export const inShort = (value: number): string => String(Number(value.toPrecision(3)));
