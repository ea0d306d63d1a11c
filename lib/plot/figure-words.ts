import { plural } from "../base/index.ts";
import { formatNumber } from "./number-words.ts";
import type { Layout, Trace } from "./plotly.ts";

const mostBars = 30;

/** What a figure shows, in words: its title, its axes, and for each trace how many points it has and where they lie. */
export function figureInWords({ data, layout }: { readonly data: readonly Trace[]; readonly layout: Layout }): string {
  const axes = (["xaxis", "yaxis"] as const).flatMap((name) => titleOf(layout[name]) ?? []);
  if (data[0]?.["orientation"] === "h") axes.reverse();
  const head = [titleOf(layout) ?? "Figure", axes.length === 2 ? ` (${axes[1]} by ${axes[0]})` : ""].join("");
  const lines = data.map(traceInWords);
  return [head, ...(lines.length > 0 ? lines : ["no values"]).map((line) => indent(line))].join("\n");
}

function traceInWords(trace: Trace): string {
  const name = typeof trace["name"] === "string" ? `${trace["name"]}: ` : "";
  if (trace["type"] === "bar") return name + barsInWords(trace);
  const y = numbersOf(trace["y"]);
  if (y.length > 0) return name + curveInWords(numbersOf(trace["x"]), y);
  const rows = trace["z"];
  if (Array.isArray(rows)) return `${name}${plural(rows.length, "row")} of ${plural(Array.isArray(rows[0]) ? rows[0].length : 0, "value")}`;
  return `${name}${trace["type"] === "scatter" ? "no values" : String(trace["type"])}`;
}

function curveInWords(x: readonly number[], y: readonly number[]): string {
  const [first, last] = [formatNumber(y[0] ?? Number.NaN), formatNumber(y[y.length - 1] ?? Number.NaN)];
  if (y.length === 1) return first;
  const reach = x.length === y.length ? `, from ${formatNumber(x[0] ?? 0)} to ${formatNumber(x[x.length - 1] ?? 0)}` : "";
  const [low, high] = y.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  return `${first} → ${last} (${y.length} points${reach}; lowest ${formatNumber(low)}, highest ${formatNumber(high)})`;
}

function barsInWords(trace: Trace): string {
  const [labels, values] = trace["orientation"] === "h" ? [trace["y"], trace["x"]] : [trace["x"], trace["y"]];
  if (!Array.isArray(labels) || !Array.isArray(values)) return "no values";
  const width = Math.max(0, ...labels.map((label) => String(label).length));
  const lines = labels.slice(0, mostBars).map((label, index) => `${String(label).padEnd(width)}  ${formatNumber(Number(values[index]))}`);
  if (lines.length === 0) return "no values";
  return [...lines, ...(labels.length > mostBars ? [`… and ${labels.length - mostBars} more`] : [])].join("\n");
}

function titleOf(part: unknown): string | undefined {
  const title = typeof part === "object" && part !== null ? (part as { title?: { text?: unknown } }).title?.text : undefined;
  return typeof title === "string" && title !== "" ? title : undefined;
}

const numbersOf = (values: unknown): readonly number[] =>
  Array.isArray(values) ? values.filter((value): value is number => typeof value === "number" && Number.isFinite(value)) : [];

const indent = (text: string): string => text.replace(/^/gm, "  ");
