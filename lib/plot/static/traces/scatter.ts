import type { Trace } from "../../plotly.ts";
import { finite, list, type Plain, part, textOf, wordsOf } from "../plain.ts";
import { points } from "./points.ts";

/** Curves, dots and words at points; points that nobody sees at the ends of error bars, so that the axes reach them. */
export function scatter(trace: Trace, color: string): readonly Plain[] {
  return [curve(trace, color), ...whiskerEnds(trace)];
}

function curve(trace: Trace, color: string): Plain {
  const data = points(trace);
  const mode = textOf(trace["mode"]) ?? (data.length <= 20 ? "lines+markers" : "lines");
  const marker = part(trace["marker"]);
  const shades = list(marker["color"]);
  const sizes = list(marker["size"]);
  const size = finite(marker["size"]) ?? 6;
  const line = part(trace["line"]);
  const text = list(trace["text"]);
  const items = data.map((value, index) => ({
    value: typeof shades[index] === "number" ? [...value, shades[index]] : value,
    ...(sizes.length > 0 && { symbolSize: finite(sizes[index]) ?? size }),
    ...(typeof shades[index] === "string" && { itemStyle: { color: shades[index] } }),
  }));
  const look = {
    data: items,
    symbol: symbols[textOf(marker["symbol"]) ?? "circle"] ?? "circle",
    symbolSize: size,
    ...(finite(marker["opacity"]) !== undefined && { itemStyle: { opacity: marker["opacity"] } }),
    ...(mode.includes("text") && {
      label: {
        show: true,
        position: sides[textOf(trace["textposition"])?.split(" ")[0] ?? "middle"] ?? "inside",
        color: textOf(part(trace["textfont"])["color"]) ?? "#222222",
        formatter: ({ dataIndex }: { readonly dataIndex: number }) => wordsOf(text[dataIndex] ?? trace["text"]),
      },
    }),
  };
  if (!mode.includes("lines")) return { type: "scatter", ...look, ...(!mode.includes("markers") && { symbolSize: 0.1 }) };
  return {
    type: "line",
    ...look,
    showSymbol: mode !== "lines",
    connectNulls: trace["connectgaps"] === true,
    smooth: line["shape"] === "spline",
    ...(line["shape"] === "hv" && { step: "end" }),
    lineStyle: { width: finite(line["width"]) ?? 2, type: dashes[textOf(line["dash"]) ?? "solid"] ?? "solid" },
    ...(typeof trace["fill"] === "string" && trace["fill"].startsWith("toz") && { areaStyle: { color, opacity: 0.3 } }),
  };
}

const symbols: Readonly<Record<string, string>> = { square: "rect", diamond: "diamond", "triangle-up": "triangle" };
const sides: Readonly<Record<string, string>> = { top: "top", bottom: "bottom", middle: "inside" };
const dashes: Readonly<Record<string, string>> = { dash: "dashed", longdash: "dashed", dot: "dotted", dashdot: "dashed" };

function whiskerEnds(trace: Trace): readonly Plain[] {
  const reach = (direction: "x" | "y", index: number): number => finite(list(part(trace[`error_${direction}`])["array"])[index]) ?? 0;
  if (trace["error_x"] === undefined && trace["error_y"] === undefined) return [];
  const ends = points(trace).flatMap(([x, y], index) =>
    [-1, 1].map((sign) => [sum(x, sign * reach("x", index)), sum(y, sign * reach("y", index))]),
  );
  return [{ type: "scatter", data: ends, symbolSize: 0 }];
}

const sum = (value: unknown, more: number): unknown => (typeof value === "number" ? value + more : value);
