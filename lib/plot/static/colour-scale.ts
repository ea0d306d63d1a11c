import type { Trace } from "../plotly.ts";
import { sequential } from "../theme.ts";
import { finite, list, numbers, type Plain, part, textOf } from "./plain.ts";

/** Even steps from the least to the greatest value, for Plotly's scales by name: the ones that plots of this course ask for. */
const named: Readonly<Record<string, readonly string[]>> = {
  Greys: ["#000000", "#FFFFFF"],
  Blues: ["#050AAC", "#283CBE", "#466EF5", "#5A8CF5", "#6AA5F7", "#DCDCDC"],
  RdBu: ["#050AAC", "#6A89F7", "#BEBEBE", "#DCAA84", "#E6915A", "#B20A1C"],
};

/** Whether white words are read better than dark ones on that colour (relative luminance of sRGB, simplified). */
export function isDark(colour: string): boolean {
  const [red, green, blue] = channelsOf(colour);
  return 0.299 * red + 0.587 * green + 0.114 * blue < 140;
}

type Channels = readonly [red: number, green: number, blue: number];

/** The colours of a Plotly `colorscale` (a name, or stops with their places) at 33 even steps; the course's own where it is unknown. */
function colourSteps(scale: unknown, reversed: boolean): readonly string[] {
  const stops = stopsOf(scale);
  const steps = Array.from({ length: 33 }, (_, index) => between(stops, index / 32));
  return reversed ? steps.reverse() : steps;
}

/** How a trace shows numbers as colours. */
export interface Shades {
  readonly least: number;
  readonly most: number;
  /** From the least to the greatest in even steps. */
  readonly steps: readonly string[];
  /** Whether the figure explains the colours by a bar beside it. */
  readonly shown: boolean;
}

/** The colours of a trace that shows numbers as colours: a heatmap's cells, the markers of a scatter plot. */
export function shadesOf(trace: Trace): Shades | undefined {
  const isHeatmap = trace["type"] === "heatmap";
  const own: Plain = isHeatmap ? trace : part(trace["marker"]);
  const values = isHeatmap ? list(trace["z"]).flatMap(numbers) : numbers(own["color"]);
  if (values.length === 0) return undefined;
  const [low, high] = values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  const least = finite(own[isHeatmap ? "zmin" : "cmin"]) ?? low;
  const most = finite(own[isHeatmap ? "zmax" : "cmax"]) ?? high;
  return {
    least,
    most: most > least ? most : least + 1,
    steps: colourSteps(own["colorscale"], own["reversescale"] === true),
    shown: isHeatmap ? own["showscale"] !== false : own["showscale"] === true,
  };
}

type Stop = readonly [place: number, colour: string];

function stopsOf(scale: unknown): readonly Stop[] {
  const given = list(scale).flatMap((stop): Stop[] => {
    const [place, colour] = list(stop);
    return typeof place === "number" && typeof colour === "string" ? [[place, colour]] : [];
  });
  if (given.length > 1) return given;
  const even = named[textOf(scale) ?? ""];
  if (!even) return sequential;
  return even.map((colour, index) => [index / (even.length - 1), colour]);
}

function between(stops: readonly Stop[], place: number): string {
  const above = Math.max(
    1,
    stops.findIndex(([at]) => at >= place),
  );
  const [low = 0, lowColour = "#FFFFFF"] = stops[above - 1] ?? [];
  const [high = 1, highColour = "#000000"] = stops[above] ?? [];
  const share = Math.min(1, Math.max(0, (place - low) / (high - low || 1)));
  const [from, to] = [channelsOf(lowColour), channelsOf(highColour)];
  return `rgb(${from.map((value, channel) => Math.round(value + share * ((to[channel] ?? 0) - value))).join(",")})`;
}

/** `#RRGGBB` or `rgb(r, g, b)` as numbers; other words count as a middle grey. */
function channelsOf(colour: string): Channels {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (hex) return [1, 2, 3].map((group) => Number.parseInt(hex[group] ?? "", 16)) as unknown as Channels;
  const decimal = /^rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)/.exec(colour);
  if (decimal) return [1, 2, 3].map((group) => Number(decimal[group])) as unknown as Channels;
  return [128, 128, 128];
}
