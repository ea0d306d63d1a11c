import { describe, escapeHtml } from "../base/index.ts";
import { type Displayable, displaySymbol, type MimeBundle } from "./mime.ts";
import { formatNumber } from "./number-words.ts";

/** What a cell of a table holds; an empty cell is null or undefined. */
export type Cell = string | number | boolean | null | undefined;

const cellWords = (cell: Cell): string => (typeof cell === "number" ? formatNumber(cell) : String(cell ?? ""));

const numberLike = /^[-−]?[\d.,]+(e[-+]?\d+)?$/;

/** A table that shows itself: as HTML in a notebook, with aligned columns in a terminal. Columns of numbers stand to the right. */
export class Table implements Displayable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];

  constructor(columns: readonly string[], rows: readonly (readonly Cell[])[]) {
    const odd = rows.findIndex((row) => row.length !== columns.length);
    if (odd >= 0) {
      throw new RangeError(`Expected ${columns.length} cells in each row, one a column, but got ${describe(rows[odd])} in row ${odd}`);
    }
    this.columns = columns;
    this.rows = rows;
  }

  /** Lines of aligned columns: the names, a rule, the rows. */
  toString(): string {
    const words = this.rows.map((row) => row.map(cellWords));
    const widths = this.columns.map((name, column) => Math.max(name.length, ...words.map((row) => row[column]?.length ?? 0)));
    const line = (cells: readonly string[]): string =>
      cells
        .map((cell, column) => (this.#isNumeric(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
        .join("  ")
        .trimEnd();
    return [line(this.columns), widths.map((width) => "─".repeat(width)).join("  "), ...words.map(line)].join("\n");
  }

  /** The `<table>` element, for displays that hold more than it. */
  toHtml(): string {
    const cell = (tag: "th" | "td", text: string, column: number): string =>
      `<${tag} style="text-align:${this.#isNumeric(column) ? "right" : "left"};padding:2px 12px">${escapeHtml(text)}</${tag}>`;
    const head = this.columns.map((name, column) => cell("th", name, column)).join("");
    const body = this.rows.map((row) => `<tr>${row.map((value, column) => cell("td", cellWords(value), column)).join("")}</tr>`).join("");
    return `<table style="font-variant-numeric:tabular-nums"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
  }

  [displaySymbol](): MimeBundle {
    return { "text/plain": this.toString(), "text/html": this.toHtml() };
  }

  #isNumeric(column: number): boolean {
    const cells = this.rows.map((row) => row[column]).filter((cell) => cell !== null && cell !== undefined);
    return cells.length > 0 && cells.every((cell) => typeof cell === "number" || (typeof cell === "string" && numberLike.test(cell)));
  }
}

/**
 * A table of the given rows under the given column names.
 *
 * @throws RangeError when a row has not one cell a column
 * @example
 * show(table(["class", "pictures"], [["zebra", 250], ["lion", 250]]));
 */
export function table(columns: readonly string[], rows: readonly (readonly Cell[])[]): Table {
  return new Table(columns, rows);
}
