import type { Trace } from "../plotly.ts";
import type { Box, Finder, Frame } from "./frames.ts";
import { finite, list, type Plain, part, textOf, wordsOf } from "./plain.ts";
import { colourOf } from "./series.ts";

export interface MarksParts {
  readonly data: readonly Trace[];
  readonly layout: Plain;
  readonly frames: readonly Frame[];
  readonly find: Finder;
}

/** What is drawn over (or, where it says `layer: "below"`, under) the traces once the axes are known: shapes, error bars, annotations. */
export function marksOf(parts: MarksParts): readonly Plain[] {
  const { layout, data } = parts;
  return [
    ...list(layout["shapes"])
      .map(part)
      .flatMap((shape) => shapeOf(shape, parts)),
    ...data.flatMap((trace, turn) => [
      ...errorBars(trace, parts, { direction: "x", turn }),
      ...errorBars(trace, parts, { direction: "y", turn }),
    ]),
    ...list(layout["annotations"])
      .map(part)
      .flatMap((annotation) => annotationOf(annotation, parts)),
  ];
}

/** Pixels of a value that counts on an axis (`x2`, also `x2 domain`) or on the whole plot (`paper`). */
function pixel({ frames, find }: MarksParts, direction: "x" | "y", reference: string, value: unknown): number | undefined {
  const [id = "", domain] = reference.split(" ");
  const frame = frames.find((candidate) => candidate[direction].id === id);
  if (id !== "paper" && domain === undefined) return frame && find(frame, direction, value);
  const number = finite(value);
  if (number === undefined) return undefined;
  const box = domain === undefined ? around(frames) : (frame?.box ?? around(frames));
  return direction === "x" ? box.left + number * box.width : box.top + (1 - number) * box.height;
}

/** The smallest box that holds all frames. */
function around(frames: readonly Frame[]): Box {
  const boxes = frames.map(({ box }) => box);
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  return {
    left,
    top,
    width: Math.max(...boxes.map((box) => box.left + box.width)) - left,
    height: Math.max(...boxes.map((box) => box.top + box.height)) - top,
  };
}

function shapeOf(shape: Plain, parts: MarksParts): readonly Plain[] {
  const at = (end: "x0" | "x1" | "y0" | "y1"): number | undefined => {
    const direction = end.startsWith("x") ? "x" : "y";
    return pixel(parts, direction, textOf(shape[`${direction}ref`]) ?? direction, shape[end]);
  };
  const [x0, x1, y0, y1] = [at("x0"), at("x1"), at("y0"), at("y1")];
  if (x0 === undefined || x1 === undefined || y0 === undefined || y1 === undefined) return [];
  const line = part(shape["line"]);
  const dash = textOf(line["dash"]);
  const style = {
    stroke: textOf(line["color"]) ?? "#444444",
    lineWidth: finite(line["width"]) ?? 2,
    ...(dash !== undefined && dash !== "solid" && { lineDash: dash === "dot" ? [2, 3] : [6, 4] }),
    fill: textOf(shape["fillcolor"]) ?? "none",
    opacity: finite(shape["opacity"]) ?? 1,
  };
  const z = shape["layer"] === "below" ? -1 : 10;
  if (shape["type"] === "line") return [{ type: "line", z, shape: { x1: x0, y1: y0, x2: x1, y2: y1 }, style }];
  const box = { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) };
  if (shape["type"] !== "circle") return [{ type: "rect", z, shape: box, style }];
  const oval = { cx: box.x + box.width / 2, cy: box.y + box.height / 2, rx: box.width / 2, ry: box.height / 2 };
  return [{ type: "ellipse", z, shape: oval, style }];
}

/** A whisker on each point that has an error. */
function errorBars(
  trace: Trace,
  { frames, find }: MarksParts,
  { direction, turn }: { readonly direction: "x" | "y"; readonly turn: number },
): readonly Plain[] {
  const error = part(trace[`error_${direction}`]);
  const up = list(error["array"]);
  const down = error["symmetric"] === false || error["arrayminus"] !== undefined ? list(error["arrayminus"]) : up;
  const frame = frames.find(({ x, y }) => x.id === (trace["xaxis"] ?? "x") && y.id === (trace["yaxis"] ?? "y"));
  if (!frame) return [];
  const style = { stroke: textOf(error["color"]) ?? colourOf(trace, turn), lineWidth: finite(error["thickness"]) ?? 1.5 };
  return up.flatMap((above, index) => {
    const [x, y] = [list(trace["x"])[index] ?? index, list(trace["y"])[index] ?? index];
    const middle = finite(direction === "x" ? x : y);
    if (middle === undefined) return [];
    const across = find(frame, direction === "x" ? "y" : "x", direction === "x" ? y : x);
    const [from, to] = [middle - (finite(down[index]) ?? 0), middle + (finite(above) ?? 0)].map((value) => find(frame, direction, value));
    if (across === undefined || from === undefined || to === undefined) return [];
    const ends = direction === "x" ? { x1: from, x2: to, y1: across, y2: across } : { x1: across, x2: across, y1: from, y2: to };
    return [{ type: "line", z: 1, shape: ends, style }]; // under the points
  });
}

function annotationOf(annotation: Plain, parts: MarksParts): readonly Plain[] {
  const x = pixel(parts, "x", textOf(annotation["xref"]) ?? "x", annotation["x"]);
  const y = pixel(parts, "y", textOf(annotation["yref"]) ?? "y", annotation["y"]);
  if (x === undefined || y === undefined) return [];
  const arrow = annotation["showarrow"] !== false;
  const away = { x: arrow ? (finite(annotation["ax"]) ?? -10) : 0, y: arrow ? (finite(annotation["ay"]) ?? -30) : 0 };
  const clear = { top: 4, bottom: -4 }[String(annotation["yanchor"])] ?? 0;
  const shift = { x: finite(annotation["xshift"]) ?? 0, y: clear - (finite(annotation["yshift"]) ?? 0) };
  const font = part(annotation["font"]);
  const style = {
    text: wordsOf(annotation["text"]),
    fill: textOf(font["color"]) ?? "#222222",
    fontSize: finite(font["size"]) ?? 13,
    align: textOf(annotation["xanchor"]) ?? "center",
    verticalAlign: textOf(annotation["yanchor"]) ?? "middle",
    ...(textOf(annotation["bgcolor"]) && { backgroundColor: annotation["bgcolor"], padding: 4 }),
  };
  const tail = { x: x + away.x + shift.x, y: y + away.y + shift.y };
  return [
    ...(arrow
      ? [{ type: "line", z: 20, shape: { x1: tail.x, y1: tail.y, x2: x, y2: y }, style: { stroke: "#444444", lineWidth: 1 } }]
      : []),
    { type: "text", z: 21, x: tail.x, y: tail.y, style },
  ];
}
