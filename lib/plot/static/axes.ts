import { formatNumber } from "../number-words.ts";
import type { Layout, Trace } from "../plotly.ts";
import { template } from "../theme.ts";
import { finite, laidOver, list, numbers, type Plain, part, textOf, wordsOf } from "./plain.ts";

/** What an axis counts. Plotly guesses it from the values where the layout doesn't say. */
export type AxisKind = "value" | "log" | "category" | "time";

/** One axis of the figure, `x`, `x2`, `y` … */
export interface Axis {
  readonly id: string;
  readonly direction: "x" | "y";
  readonly kind: AxisKind;
  /** The layout's words on it, over the template's. */
  readonly given: Plain;
  /** Of a category axis: the names in their order. */
  readonly names: readonly string[];
  /** Whether cells or numbers stand at whole places: names are then the numbers themselves. */
  readonly counted: boolean;
  /** All numbers that traces have on it. */
  readonly numbers: readonly number[];
}

/** An axis by its id, as the layout has it under `xaxis`, `xaxis2` … */
export function axisOf(id: string, data: readonly Trace[], layout: Layout): Axis {
  const direction = id.startsWith("y") ? "y" : "x";
  const given = laidOver(part(part(part(layout["template"])["layout"])[`${direction}axis`]), layout[`${direction}axis${id.slice(1)}`]);
  const own = data.filter((trace) => (textOf(trace[`${direction}axis`]) ?? direction) === id);
  const values = own.flatMap((trace) => valuesOf(trace, direction));
  const heatmaps = own.filter((trace) => trace["type"] === "heatmap");
  const kind = heatmaps.length > 0 ? "category" : kindOf(given, values);
  const asked = list(given["categoryarray"]);
  const names = kind === "category" ? [...new Set([...asked, ...values].map(String))] : [];
  const counted = heatmaps.length > 0 && values.every((value) => typeof value === "number");
  return { id, direction, kind, given, names, counted, numbers: numbers(values) };
}

function kindOf(given: Plain, values: readonly unknown[]): AxisKind {
  if (given["type"] === "log") return "log";
  if (given["type"] === "category") return "category";
  if (given["type"] === "date" || (values.length > 0 && values.every(isDate))) return "time";
  return given["type"] === "linear" || !values.some((value) => typeof value === "string") ? "value" : "category";
}

const isDate = (value: unknown): boolean => typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value);

/** What a trace has on an axis: its values there, or the names and places that Plotly puts where there are none. */
function valuesOf(trace: Trace, direction: "x" | "y"): readonly unknown[] {
  const own = list(trace[direction]);
  if (trace["type"] === "heatmap") {
    const rows = list(trace["z"]);
    const count = direction === "y" ? rows.length : list(rows[0]).length;
    return own.length > 0 ? own : Array.from({ length: count }, (_, place) => place);
  }
  const lying = trace["orientation"] === "h" || (trace["type"] === "box" && trace["y"] === undefined);
  if (trace["type"] === "box" && own.length === 0) return [wordsOf(trace["name"]) || " "];
  if (trace["type"] === "histogram") return (direction === "x") === (trace["x"] !== undefined) ? own : [];
  return own.length > 0 || lying ? own : [];
}

/** Whether the axis runs the other way: down, or to the left. */
export function isReversed({ given }: Axis): boolean {
  const [from, to] = numbers(given["range"]);
  return given["autorange"] === "reversed" || (from !== undefined && to !== undefined && from > to);
}

/** Size of the names and numbers along an axis in pixels. */
export function tickSize({ given }: Pick<Axis, "given">): number {
  return finite(part(given["tickfont"])["size"]) ?? 13;
}

/** Of more names than these only some are written, unless every one is asked for by `dtick: 1`. */
const mostNames = 50;
const textColour = template.layout.font.color;

/** The axis as ECharts wants it. */
export function axisOption(axis: Axis, gridIndex: number, { zero }: { readonly zero: boolean }): Plain {
  const { given, kind, direction } = axis;
  const quiet = given["visible"] === false;
  const line = { color: textOf(given["linecolor"]) ?? "#888888" };
  const title = part(given["title"]);
  const size = finite(part(title["font"])["size"]) ?? 14;
  const range = numbers(given["range"]).map((end) => (kind === "log" ? 10 ** end : end));
  const bounded = range.length === 2 && kind !== "category";
  return {
    type: kind,
    gridIndex,
    position: direction === "x" ? "bottom" : given["side"] === "right" ? "right" : "left",
    name: wordsOf(title),
    nameLocation: "middle",
    nameTextStyle: { fontSize: size, color: textColour },
    nameGap: direction === "x" ? 26 : 10,
    ...(kind === "category" ? { data: axis.names } : { scale: !zero && given["rangemode"] !== "tozero" }),
    ...(kind === "value" && { boundaryGap: [zero ? 0 : "2%", "3%"], min: zeroWhereNear }),
    ...(bounded && { min: Math.min(...range), max: Math.max(...range) }),
    inverse: isReversed(axis),
    axisLine: { show: !quiet && given["showline"] !== false, onZero: false, lineStyle: line },
    axisTick: { show: !quiet && given["ticks"] !== "" && given["showticklabels"] !== false, alignWithLabel: true, lineStyle: line },
    splitLine: {
      show: !quiet && given["showgrid"] !== false && kind !== "category",
      lineStyle: { color: textOf(given["gridcolor"]) ?? "#E8E8E8" },
    },
    axisLabel: {
      show: !quiet && given["showticklabels"] !== false,
      hideOverlap: true,
      color: textColour,
      fontSize: tickSize(axis),
      ...(axis.counted && { interval: everyRound(axis.names.length) }),
      ...(kind === "category" && !axis.counted && isEveryNameWritten(axis) && { interval: 0 }),
      ...(kind !== "time" && { formatter: (value: string | number) => tickWords(given, value) }),
      ...(finite(given["tickangle"]) !== undefined && { rotate: -(finite(given["tickangle"]) ?? 0) }),
    },
  };
}

/** Where all is 0 or more, the room before the first mark does not make the axis begin below 0. ECharts takes null for its own choice. */
function zeroWhereNear({ min, max }: { readonly min: number; readonly max: number }): number | null {
  return min >= 0 && min - 0.02 * (max - min) <= 0 ? 0 : null;
}

function isEveryNameWritten({ names, given }: Axis): boolean {
  return names.length <= mostNames || given["dtick"] === 1;
}

/** Which of so many counted places get their number: every one, second, fifth, tenth … */
function everyRound(count: number): (place: number) => boolean {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((size) => count / size <= 12) ?? 1000;
  return (place) => place % step === 0;
}

function tickWords(given: Plain, value: string | number): string {
  const place = list(given["tickvals"]).findIndex((tick) => tick === value || String(tick) === value);
  const own = list(given["ticktext"])[place];
  if (own !== undefined) return wordsOf(own);
  if (typeof value === "string") return wordsOf(value);
  const percent = /^,?\.(\d)%$/.exec(textOf(given["tickformat"]) ?? "");
  if (percent) return `${(100 * value).toFixed(Number(percent[1]))}%`;
  const words = Math.abs(value) >= 1e-4 && Math.abs(value) < 1000 ? String(Number(value.toPrecision(6))) : formatNumber(value);
  return words.replace("-", "−");
}
