import type { Layout, Trace } from "../plotly.ts";
import { colours, template } from "../theme.ts";
import { axisOption, isReversed } from "./axes.ts";
import { shadesOf } from "./colour-scale.ts";
import { type Frame, framesOf, turnedNames, wholeLayout } from "./frames.ts";
import { finite, laidOver, list, type Plain, part, textOf, wordsOf } from "./plain.ts";
import { seriesOf } from "./series.ts";
import { textWidth } from "./text-width.ts";
import { pie } from "./traces/pie.ts";
import type { Place } from "./traces/place.ts";

/** A figure as ECharts' option, and where its axes lie, for marks that are drawn over it. */
export interface Translation {
  readonly option: Plain;
  readonly frames: readonly Frame[];
  readonly layout: Plain;
  readonly data: readonly Trace[];
}

const legendFont = 13;

/** Tells ECharts what a Plotly figure shows. What moves (sliders, buttons, hovering) is left as it first appears. */
export function optionOf({ data: all, layout: given }: { readonly data: readonly Trace[]; readonly layout: Layout }): Translation {
  const layout = wholeLayout(given);
  const styles = part(part(layout["template"])["data"]);
  const data = all
    .filter(({ visible }) => visible !== false && visible !== "legendonly")
    .map((trace) => laidOver(part(list(styles[String(trace["type"])])[0]), trace));
  const names = legendNames(data, layout);
  const legendWidth = names.length > 0 ? 48 + Math.min(260, Math.max(...names.map((name) => textWidth(name, legendFont)))) : 0;
  const scales = data.flatMap((trace, index) => scaleOf(trace, index) ?? []);
  const frames = framesOf(data, layout, legendWidth + (scales.some(({ show }) => show) ? 64 : 0));
  const pies = data.filter(({ type }) => type === "pie");
  const placed = data.filter(({ type }) => type !== "pie").map((trace, turn) => ({ trace, turn, place: placeOf(trace, frames) }));
  const series = placed.map(({ trace, turn, place }) => seriesOf(trace, turn, place, layout));
  const firstSeries = series.map((_, index) => series.slice(0, index).reduce((sum, { length }) => sum + length, 0));
  const { font } = template.layout;
  const option = {
    animation: false,
    backgroundColor: textOf(layout["paper_bgcolor"]) ?? "#FFFFFF",
    color: Object.values(colours),
    textStyle: { fontFamily: font.family, fontSize: font.size, color: font.color },
    title: titleOf(layout),
    grid: frames.map(({ box }) => ({ ...box, containLabel: false, outerBoundsMode: "none" })),
    xAxis: frames.map((frame, index) => withRoom(axisOption(frame.x, index, { zero: startsAtZero(data, frame, "x") }), frame)),
    yAxis: frames.map((frame, index) => axisOption(frame.y, index, { zero: startsAtZero(data, frame, "y") })),
    legend: {
      show: names.length > 0,
      data: names,
      orient: "vertical",
      right: 12,
      top: part(layout["margin"])["t"] ?? 48,
      ...(data.some(isLine) ? { itemWidth: 24 } : { icon: "rect", itemWidth: 12, itemHeight: 12 }),
      textStyle: { fontSize: legendFont, color: font.color },
    },
    visualMap: scales.map(({ index, ...scale }) => ({ ...scale, seriesIndex: firstSeries[index] })),
    series: [...series.flat(), ...pies.map(pie)],
  };
  return { option, frames, layout, data };
}

function titleOf(layout: Plain): Plain {
  const title = part(layout["title"]);
  return {
    text: wordsOf(title),
    subtext: wordsOf(part(title["subtitle"])),
    left: 12,
    top: 12,
    padding: 0,
    itemGap: 6,
    textStyle: { fontSize: finite(part(title["font"])["size"]) ?? 16, fontWeight: "normal", color: template.layout.font.color },
    subtextStyle: { fontSize: 13, color: "#555555" },
  };
}

const isLine = ({ type, mode }: Trace): boolean => (type === undefined || type === "scatter") && !String(mode).startsWith("markers");

/** Names of the traces that the legend lists: none where it is switched off, or there is one trace only that doesn't ask for it. */
function legendNames(data: readonly Trace[], layout: Plain): readonly string[] {
  const shown = layout["showlegend"] ?? (data.length > 1 || data.some(({ type, showlegend }) => type === "pie" || showlegend === true));
  if (shown !== true) return [];
  return data.flatMap((trace, turn) => {
    if (trace["type"] === "pie") return list(trace["labels"]).map(wordsOf);
    return trace["showlegend"] === false || trace["type"] === "heatmap" ? [] : [wordsOf(trace["name"]) || `trace ${turn}`];
  });
}

/** The colours of a trace that shows numbers as colours, and the bar beside the figure that explains them. */
function scaleOf(trace: Trace, index: number): (Plain & { readonly index: number; readonly show: boolean }) | undefined {
  const shades = shadesOf(trace);
  if (!shades) return undefined;
  const { least, most, steps, shown } = shades;
  return {
    index,
    type: "continuous",
    dimension: 2,
    min: least,
    max: most,
    inRange: { color: steps },
    show: shown,
    calculable: false,
    itemHeight: 220,
    right: 12,
    top: "middle",
    text: [shortNumber(most), shortNumber(least)],
  };
}

const shortNumber = (value: number): string => String(Number(value.toPrecision(3)));

function placeOf(trace: Trace, frames: readonly Frame[]): Place {
  const index = frames.findIndex(({ x, y }) => x.id === (trace["xaxis"] ?? "x") && y.id === (trace["yaxis"] ?? "y"));
  const frame = frames[index];
  if (!frame) throw new RangeError(`Expected a pair of axes for the trace ${wordsOf(trace["name"])} but got none`);
  return { x: frame.x, y: frame.y, xAxisIndex: index, yAxisIndex: index, width: frame.box.width, height: frame.box.height };
}

/** Bars and histograms stand on zero, so the axis of their lengths holds it. */
function startsAtZero(data: readonly Trace[], frame: Frame, direction: "x" | "y"): boolean {
  return data.some(({ type, orientation, ...trace }) => {
    const onFrame = (trace["xaxis"] ?? "x") === frame.x.id && (trace["yaxis"] ?? "y") === frame.y.id;
    if (!onFrame) return false;
    if (type === "bar") return (orientation === "h") === (direction === "x");
    return type === "histogram" && (trace["x"] === undefined) === (direction === "x");
  });
}

/** A lying axis turns its names where they don't stand side by side, and its title moves down to leave them room. */
function withRoom(option: Plain, { x, box }: Frame): Plain {
  const { turn, height } = turnedNames(x, box.width);
  if (turn === 0) return option;
  return { ...option, axisLabel: { ...part(option["axisLabel"]), rotate: isReversed(x) ? -turn : turn }, nameGap: height };
}
