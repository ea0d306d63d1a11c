import { cosineBetween } from "./cosine.ts";
import type { Schedule } from "./schedule.ts";

/** Where the two phases of one cycle begin and end. */
export interface TwoPhases {
  /** Batches in the whole run. */
  readonly steps: number;
  /** Part of the run that the first phase takes. */
  readonly rise: number;
  readonly from: number;
  readonly turn: number;
  readonly to: number;
}

/** From one value along a cosine to a second, and along another to a third. Before the first step and after the last it stands still. */
export function twoPhases({ steps, rise, from, turn, to }: TwoPhases): Schedule {
  const last = steps - 1;
  const top = rise * steps - 1; // between two steps, most often, and before the first where there is hardly any rise
  return (step) => {
    const place = Math.min(Math.max(step, 0), last);
    if (place < top) return cosineBetween(from, turn, place / top);
    return last > top ? cosineBetween(turn, to, (place - top) / (last - top)) : turn;
  };
}
