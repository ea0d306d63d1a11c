import { types } from "node:util";
import { escapeHtml, formatCount, plural } from "../../base/index.ts";
import type { MimeBundle } from "../../plot/index.ts";

/** A column as far as it is shown. */
export interface ShownColumn {
  readonly name: string;
  /** polars' name of its type, such as `Float64`. */
  readonly type: string;
  /** How many of its values are missing. */
  readonly missing: number;
  /** Its values from the top, and from the bottom where they are too many to show all. */
  readonly head: readonly unknown[];
  readonly tail: readonly unknown[];
}

/** Rows from the top and from the bottom that are shown of a table with more than both together. */
export const shownRows = { head: 50, tail: 50 } as const;
/** Columns that are shown at most. */
export const shownColumns = 50;
/** Letters of a value that are shown; the pointer brings up more of them. */
const letters = { cell: 40, tooltip: 400 } as const;

const numeric = /^(U?Int|Float|Decimal)/;
const quiet = "opacity:.65;font-weight:normal";

/** The display of a table with a header that stays in sight: names, types, and how many values are missing. `words` are its text. */
export function tableBundle(columns: readonly ShownColumn[], size: TableSize, words: string): MimeBundle {
  const head = columns.map((column) => `<th style="${headLook(column)}">${headWords(column)}</th>`).join("");
  const rows = columns[0]?.head.map((_, row) => rowOf(columns, (column) => column.head[row])) ?? [];
  const last = columns[0]?.tail.map((_, row) => rowOf(columns, (column) => column.tail[row])) ?? [];
  const gap = last.length > 0 ? [`<tr><td colspan="${columns.length}" style="text-align:center">⋮</td></tr>`] : [];
  const html = [
    `<div style="padding:4px 0">${escapeHtml(sizeWords(columns, size))}</div>`,
    `<div style="max-height:440px;overflow:auto;width:fit-content;max-width:100%"><table style="margin:0;font-variant-numeric:tabular-nums;white-space:nowrap">`,
    `<thead><tr>${head}</tr></thead><tbody>${[...rows, ...gap, ...last].join("")}</tbody></table></div>`,
  ];
  return { "text/plain": words, "text/html": html.join("") };
}

export interface TableSize {
  readonly rows: number;
  readonly columns: number;
}

/** The display of a table that is not worked out yet: its columns, and the plan by which polars would work it out. */
export function planBundle(columns: readonly string[] | { readonly why: string }, plan: string): MimeBundle {
  const what = "why" in columns ? `which can't be worked out: ${columns.why}` : `not worked out yet: ${columns.join(", ")}`;
  const title = `Lazy table${"why" in columns ? "" : ` of ${plural(columns.length, "column")}`}, ${what}`;
  const help = "await table.collect() works it out.";
  return {
    "text/plain": `${title}\n${help}\n${plan}`,
    "text/html": `<div>${escapeHtml(title)}</div><div style="${quiet}">${help}</div><details><summary>Its plan</summary><pre>${escapeHtml(plan)}</pre></details>`,
  };
}

function sizeWords(columns: readonly ShownColumn[], size: TableSize): string {
  const words = `${plural(size.rows, "row")} × ${plural(size.columns, "column")}`;
  return size.columns > columns.length ? `${words}, the first ${columns.length} of which are shown` : words;
}

const side = ({ type }: ShownColumn): string => `text-align:${numeric.test(type) ? "right" : "left"}`;

function headLook(column: ShownColumn): string {
  return `${side(column)};position:sticky;top:0;background:var(--jp-layout-color0,Canvas);vertical-align:top`;
}

function headWords({ name, type, missing }: ShownColumn): string {
  const notes = [type, ...(missing > 0 ? [`${formatCount(missing)} missing`] : [])];
  return `${escapeHtml(name)}${notes.map((note) => `<div style="${quiet}">${escapeHtml(note)}</div>`).join("")}`;
}

function rowOf(columns: readonly ShownColumn[], value: (column: ShownColumn) => unknown): string {
  return `<tr>${columns.map((column) => cellOf(column, value(column))).join("")}</tr>`;
}

function cellOf(column: ShownColumn, value: unknown): string {
  if (value === null || value === undefined) return `<td style="${side(column)};opacity:.45">null</td>`;
  const words = valueWords(value, column.type);
  if (words.length <= letters.cell) return `<td style="${side(column)}">${escapeHtml(words)}</td>`;
  return `<td style="${side(column)}" title="${escapeHtml(cut(words, letters.tooltip))}">${escapeHtml(cut(words, letters.cell))}</td>`;
}

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/** A value in words: numbers with six significant digits, moments as polars writes them, lists and structs as JSON. */
function valueWords(value: unknown, type: string): string {
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  if (types.isDate(value)) return type === "Date" ? value.toISOString().slice(0, 10) : value.toISOString().slice(0, 19).replace("T", " ");
  if (typeof value !== "object") return String(value);
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner));
}
