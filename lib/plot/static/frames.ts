import type { Layout, Trace } from "../plotly.ts";
import { type Axis, axisOf, isReversed, tickSize } from "./axes.ts";
import { finite, laidOver, numbers, type Plain, part, textOf, wordsOf } from "./plain.ts";
import { textWidth } from "./text-width.ts";

/** A rectangle in pixels from the top left of the figure. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A pair of axes and the part of the figure within them. */
export interface Frame {
  readonly x: Axis;
  readonly y: Axis;
  readonly box: Box;
}

/** Size of the whole drawing in pixels. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** The layout with the template's words under its own. */
export function wholeLayout(layout: Layout): Plain {
  return laidOver(part(part(layout["template"])["layout"]), layout);
}

/** As wide as a notebook's column, as high as the layout says. */
export function extentOf(layout: Plain): Extent {
  return { width: finite(layout["width"]) ?? 840, height: finite(layout["height"]) ?? 360 };
}

/** The pairs of axes that traces are drawn on, in their order, and where they lie. */
export function framesOf(data: readonly Trace[], layout: Plain, legendWidth: number): readonly Frame[] {
  const pairs = new Map<string, readonly [x: string, y: string]>();
  for (const trace of data.filter(({ type }) => type !== "pie")) {
    const pair = [textOf(trace["xaxis"]) ?? "x", textOf(trace["yaxis"]) ?? "y"] as const;
    pairs.set(pair.join(" "), pair);
  }
  if (pairs.size === 0 && data.length === 0) pairs.set("x y", ["x", "y"]);
  const frames = [...pairs.values()].map(([x, y]) => ({ x: axisOf(x, data, layout), y: axisOf(y, data, layout) }));
  const area = plotArea(layout, frames, legendWidth);
  return frames.map(({ x, y }) => {
    const [left, right] = domainOf(x, layout);
    const [bottom, top] = domainOf(y, layout);
    const box = {
      left: area.left + left * area.width,
      top: area.top + (1 - top) * area.height,
      width: (right - left) * area.width,
      height: (top - bottom) * area.height,
    };
    return { x, y, box: y.given["scaleanchor"] || x.given["scaleanchor"] ? squared(box, x, y) : box };
  });
}

/** What the margins leave. They grow, as Plotly's do, until the words of the axes have room. */
function plotArea(layout: Plain, frames: readonly { readonly x: Axis; readonly y: Axis }[], legendWidth: number): Box {
  const { width, height } = extentOf(layout);
  const margin = part(layout["margin"]);
  const edge = (side: string): number => finite(margin[side]) ?? 24;
  const outer = frames.filter(({ y }) => y.given["overlaying"] === undefined && domainOf(y, layout)[0] + domainOf(y, layout)[1] > 0);
  const left = Math.max(edge("l"), ...outer.map(({ x, y }) => (domainOf(x, layout)[0] === 0 ? besides(y) : 0)));
  const right = Math.max(edge("r"), ...frames.map(({ y }) => (y.given["side"] === "right" ? besides(y) : 0))) + legendWidth;
  const below = Math.max(edge("b"), ...outer.map(({ x, y }) => (domainOf(y, layout)[0] === 0 ? beneath(x, width - left - right) : 0)));
  return { left, top: edge("t"), width: Math.max(40, width - left - right), height: Math.max(40, height - edge("t") - below) };
}

/** Room that a standing axis needs beside it: its widest number or name, its title. */
function besides(axis: Axis): number {
  const { kind, names, given } = axis;
  if (given["visible"] === false) return 0;
  const title = wordsOf(part(given["title"])) === "" ? 0 : 24;
  if (given["showticklabels"] === false) return title;
  return title + 14 + (kind === "category" ? Math.min(320, widestName(names, tickSize(axis))) : 34);
}

/** Room that a lying axis needs beneath: turned names, its title. */
function beneath(axis: Axis, width: number): number {
  const { given } = axis;
  if (given["visible"] === false || given["showticklabels"] === false) return 12;
  return (wordsOf(part(given["title"])) === "" ? 0 : 22) + Math.max(28, turnedNames(axis, width).height);
}

/** How names stand beneath an axis. */
export interface TurnedNames {
  /** Degrees that they rise to the right. */
  readonly turn: number;
  /** Pixels that they take up, with the space above them; 0 where they are not turned. */
  readonly height: number;
}

/** How the names of a lying axis of that width are turned: as it says itself, else by 35° where they have no room side by side. */
export function turnedNames(axis: Axis, width: number): TurnedNames {
  const { kind, names, given, counted } = axis;
  if (kind !== "category" || counted) return { turn: 0, height: 0 };
  const widest = widestName(names, tickSize(axis));
  const turn = Math.abs(finite(given["tickangle"]) ?? (names.length > 0 && widest + 6 > width / names.length ? 35 : 0));
  return { turn, height: turn === 0 ? 0 : 18 + Math.sin((turn * Math.PI) / 180) * widest };
}

const widestName = (names: readonly string[], size: number): number => Math.max(0, ...names.map((name) => textWidth(wordsOf(name), size)));

/** From where to where an axis reaches, in parts of the plot's area. */
function domainOf(axis: Axis, layout: Plain): readonly [from: number, to: number] {
  const own = textOf(axis.given["overlaying"]);
  const given = own === undefined ? axis.given : part(layout[`${own[0]}axis${own.slice(1)}`]);
  const [from, to] = numbers(given["domain"]);
  if (from !== undefined && to !== undefined) return [from, to];
  const grid = part(layout["grid"]);
  const [columns, rows] = [finite(grid["columns"]) ?? 1, finite(grid["rows"]) ?? 1];
  if (columns * rows === 1) return [0, 1];
  const number = Number((own ?? axis.id).slice(1) || 1) - 1;
  const independent = grid["pattern"] === "independent";
  const [place, count] =
    axis.direction === "x" ? [number % columns, columns] : [independent ? Math.floor(number / columns) : number % rows, rows];
  const gap = (axis.direction === "x" ? (finite(grid["xgap"]) ?? 0.15) : (finite(grid["ygap"]) ?? 0.25)) / count;
  const size = (1 - gap * (count - 1)) / count;
  const start = place * (size + gap);
  return axis.direction === "x" ? [start, start + size] : [1 - start - size, 1 - start]; // the first row is on top
}

/** The largest part of the box in which a unit of x is as long as one of y. */
function squared(box: Box, x: Axis, y: Axis): Box {
  const [across, down] = [unitsOf(x), unitsOf(y)];
  if (!across || !down) return box;
  const unit = Math.min(box.width / across, box.height / down);
  const toLeft = x.given["constraintoward"] === "left";
  const [width, height] = [unit * across, unit * down];
  return { left: box.left + (toLeft ? 0 : (box.width - width) / 2), top: box.top, width, height };
}

function unitsOf({ kind, names, given }: Axis): number | undefined {
  const [from, to] = numbers(given["range"]);
  if (kind === "category") return names.length;
  return from === undefined || to === undefined ? undefined : Math.abs(to - from);
}

/** Where a value of an axis of a frame lies in pixels; undefined where the axis doesn't show it. */
export type Finder = (frame: Frame, axis: "x" | "y", value: unknown) => number | undefined;

/** Finds values on axes: those that count names have a cell for each, others are asked of the chart. */
export function finder(ask: Finder): Finder {
  return (frame, direction, value) => {
    const axis = frame[direction];
    if (axis.kind !== "category")
      return ask(frame, direction, axis.kind === "log" && finite(value) !== undefined ? 10 ** Number(value) : value);
    const place = typeof value === "number" ? value : axis.names.indexOf(String(value));
    const share = (place + 0.5) / Math.max(1, axis.names.length);
    const backward = direction === "x" ? isReversed(axis) : !isReversed(axis);
    const along = backward ? 1 - share : share;
    return direction === "x" ? frame.box.left + along * frame.box.width : frame.box.top + along * frame.box.height;
  };
}
