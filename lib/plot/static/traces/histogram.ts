import type { Trace } from "../../plotly.ts";
import { binned } from "../counting.ts";
import { finite, numbers, type Plain, part, textOf } from "../plain.ts";
import type { DrawingApi, Place } from "./place.ts";

/** Bars that touch, each from one border of its bin to the next. */
export function histogram(trace: Trace, { x, y }: Place, color: string): Plain {
  const lying = trace["x"] === undefined;
  const bins = binned(numbers(trace[lying ? "y" : "x"]), {
    all: (lying ? y : x).numbers,
    most: finite(trace[lying ? "nbinsy" : "nbinsx"]),
    given: part(trace[lying ? "ybins" : "xbins"]),
    share: textOf(trace["histnorm"]) ?? "",
  });
  return {
    type: "custom",
    data: bins.map(({ from, to, height }) => [from, to, height]),
    encode: lying ? { x: [2], y: [0, 1] } : { x: [0, 1], y: [2] },
    renderItem: (_: unknown, api: DrawingApi) => {
      const at = (along: number, up: number) => api.coord(lying ? [up, along] : [along, up]);
      const [[x0, y0], [x1, y1]] = [at(api.value(0), 0), at(api.value(1), api.value(2))];
      return {
        type: "rect",
        shape: { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) },
        style: { fill: color, opacity: finite(trace["opacity"]) ?? 1, stroke: "#FFFFFF", lineWidth: 0.5 },
      };
    },
  };
}
