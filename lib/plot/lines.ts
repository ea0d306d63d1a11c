import { describe } from "../base/index.ts";
import { Figure } from "./figure.ts";
import type { Trace } from "./plotly.ts";
import { noValues } from "./theme.ts";

/** A row of numbers: an array or a typed array. */
export type Values = ArrayLike<number>;

/** A curve through points; without `x`, the points are numbered from 0. */
export type Curve = Values | { readonly x: Values; readonly y: Values };

export interface LinesOptions {
  readonly title: string;
  /** Name of the horizontal axis, with its unit where it has one: `"time (s)"`. */
  readonly x: string;
  /** Name of the vertical axis, with its unit where it has one. */
  readonly y: string;
  /** The axes whose scale is logarithmic. */
  readonly log?: "x" | "y" | "xy";
}

const fewPoints = 20;

/**
 * A figure of named curves over one pair of axes. Curves of few points show each point; a value that is not finite leaves a gap.
 *
 * @throws RangeError when a curve has not as many x as y values
 * @example
 * show(lines({ train: [2.3, 0.9, 0.5], valid: { x: [0, 2], y: [2.2, 0.6] } }, { title: "Loss", x: "epoch", y: "cross-entropy (nats)" }));
 */
export function lines(curves: Readonly<Record<string, Curve>>, { title, x, y, log = undefined }: LinesOptions): Figure {
  const data = Object.entries(curves).map(([name, curve]) => lineTrace(name, curve));
  const isEmpty = data.every((trace) => (trace["y"] as readonly unknown[]).length === 0);
  return new Figure(data, {
    title: { text: title },
    xaxis: { title: { text: x }, ...(log?.includes("x") && { type: "log" }) },
    yaxis: { title: { text: y }, ...(log?.includes("y") && { type: "log" }) },
    showlegend: data.length > 1,
    ...(isEmpty && { annotations: [noValues] }),
  });
}

function lineTrace(name: string, curve: Curve): Trace {
  const { x, y } = "y" in curve ? curve : { x: Array.from(curve, (_, index) => index), y: curve };
  if (x.length !== y.length) {
    throw new RangeError(`Expected as many x as y values in the curve ${describe(name)} but got ${x.length} x and ${y.length} y`);
  }
  return {
    type: "scatter",
    mode: y.length <= fewPoints ? "lines+markers" : "lines",
    name,
    x: Array.from(x),
    y: Array.from(y, (value) => (Number.isFinite(value) ? value : null)),
  };
}
