import type { Layout, Trace } from "../../plotly.ts";
import { finite, list, type Plain, part, textOf, wordsOf } from "../plain.ts";
import { textWidth } from "../text-width.ts";
import type { Place } from "./place.ts";
import { points } from "./points.ts";

/** A bar for each value, standing or lying, with its text within it or at its end. */
export function bar(trace: Trace, place: Place, layout: Layout): Plain {
  const lying = trace["orientation"] === "h";
  const shades = list(part(trace["marker"])["color"]);
  const text = trace["text"];
  const words = (index: number): string => wordsOf(Array.isArray(text) ? text[index] : text);
  const all = points(trace);
  const lengths = all.map((point) => Math.abs(Number(point[lying ? 0 : 1])) || 0);
  const reach = (lying ? place.x : place.y).numbers.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  const breadth = lying ? Number.POSITIVE_INFINITY : (0.75 * place.width) / Math.max(1, all.length);
  const data = all.map((value, index) => {
    // As Plotly's "auto": within the bar where there is room, else beyond its end.
    const length = ((lengths[index] ?? 0) / reach) * (lying ? place.width : place.height);
    const needed = lying ? textWidth(words(index), 13) + 10 : 22;
    const inside = trace["textposition"] !== "outside" && length > needed && textWidth(words(index), 13) < breadth;
    const position = lying ? (inside ? "insideRight" : "right") : inside ? "insideTop" : "top";
    return {
      value,
      label: { position, color: inside ? "#FFFFFF" : "#222222" },
      ...(typeof shades[index] === "string" && { itemStyle: { color: shades[index] } }),
    };
  });
  const mode = textOf(layout["barmode"]) ?? "group";
  return {
    type: "bar",
    data,
    barCategoryGap: `${100 * (finite(layout["bargap"]) ?? 0.2)}%`,
    barGap: mode === "overlay" ? "-100%" : "0%",
    ...((mode === "stack" || mode === "relative") && { stack: "all" }),
    ...(text !== undefined &&
      trace["textposition"] !== "none" && {
        label: { show: true, formatter: ({ dataIndex }: { readonly dataIndex: number }) => words(dataIndex) },
      }),
  };
}
