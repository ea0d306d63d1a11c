import type { Displayable, Figure } from "../../plot/index.ts";

/** A value that changes while training goes on, mostly the learning rate: from the number of the step, from 0, to the value. */
export type Schedule = (step: number) => number;

/** A schedule of the course: it also draws itself, before it is used. */
export interface DrawnSchedule extends Displayable {
  (step: number): number;
  /** What it is, in a line. */
  readonly title: string;
  /** Its own length in steps; where it has no end, as many as show what it does. */
  readonly steps: number;
  /** The value over the steps. @param steps how many; `steps` unless told */
  figure(steps?: number): Figure;
}
