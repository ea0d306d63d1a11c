import type { Trace } from "../../plotly.ts";
import { fiveNumbers } from "../counting.ts";
import { finite, list, type Plain, wordsOf } from "../plain.ts";
import type { DrawingApi, Place } from "./place.ts";

type Spot = readonly [x: number, y: number];

/** Boxes with whiskers over each name, and a dot for each value beyond them. */
export function box(trace: Trace, { x, y, width, height }: Place, color: string): readonly Plain[] {
  const lying = trace["orientation"] === "h" || trace["y"] === undefined;
  const values = list(trace[lying ? "x" : "y"]);
  const given = list(trace[lying ? "y" : "x"]);
  const names = lying ? y.names : x.names;
  const of = (index: number): string => String(given[index] ?? (wordsOf(trace["name"]) || " "));
  const boxes = names.map((name) => fiveNumbers(values.flatMap((value, index) => (of(index) === name ? (finite(value) ?? []) : []))));
  const outliers = boxes.flatMap(
    (five, index) => five?.outliers.map((value) => (lying ? [value, names[index]] : [names[index], value])) ?? [],
  );
  return [
    {
      type: "custom",
      data: boxes.flatMap((five, place) => (five ? [[place, ...five.box]] : [])),
      encode: lying ? { y: [0], x: [1, 2, 3, 4, 5] } : { x: [0], y: [1, 2, 3, 4, 5] },
      renderItem: (_: unknown, api: DrawingApi) => {
        const half = Math.min(60, (0.25 * (lying ? height : width)) / names.length);
        const spot = (dimension: number): Spot =>
          api.coord(lying ? [api.value(dimension), api.value(0)] : [api.value(0), api.value(dimension)]);
        const [alongX, alongY] = lying ? [0, 1] : [1, 0]; // the direction across the box
        const across = ([x0, y0]: Spot, reach: number): readonly Spot[] =>
          [-reach, reach].map((shift): Spot => [x0 + alongX * shift, y0 + alongY * shift]);
        const line = (...points: readonly Spot[]) => ({
          type: "polyline",
          shape: { points },
          style: { stroke: color, lineWidth: 1.5, fill: "none" },
        });
        const [low, first, middle, third, high] = [spot(1), spot(2), spot(3), spot(4), spot(5)];
        return {
          type: "group",
          children: [
            {
              type: "polygon",
              shape: { points: [...across(first, half), ...[...across(third, half)].reverse()] },
              style: { fill: color, fillOpacity: 0.5, stroke: color, lineWidth: 1.5 },
            },
            line(...across(middle, half)),
            line(low, first),
            line(third, high),
            line(...across(low, half / 2)),
            line(...across(high, half / 2)),
          ],
        };
      },
    },
    { type: "scatter", data: trace["boxpoints"] === false ? [] : outliers, symbolSize: 5 },
  ];
}
