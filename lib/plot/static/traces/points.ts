import type { Trace } from "../../plotly.ts";
import { list } from "../plain.ts";

/** Pairs of x and y; numbers that are missing on a side count on from 0, and what is no number leaves a gap. */
export function points(trace: Trace): (readonly [x: unknown, y: unknown])[] {
  const [x, y] = [list(trace["x"]), list(trace["y"])];
  return Array.from({ length: Math.max(x.length, y.length) }, (_, index) => [
    x.length > 0 ? (x[index] ?? "-") : index,
    y.length > 0 ? (y[index] ?? "-") : index,
  ]);
}
