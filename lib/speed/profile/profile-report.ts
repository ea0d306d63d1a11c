import { inspect } from "node:util";
import { escapeHtml, formatCount, plural } from "../../base/index.ts";
import { type Displayable, displaySymbol, type Figure, formatNumber, type MimeBundle, type Table, table } from "../../plot/index.ts";
import { formatDuration } from "../duration.ts";
import { boxesOf } from "./boxes.ts";
import { flameChart } from "./flame-chart.ts";
import { byLine, byOperation, type LineTime, type OperationTime } from "./groups.ts";
import type { Operation } from "./operation.ts";
import { compiledStep } from "./recorder.ts";
import { codeOf, placeInWords } from "./source-line.ts";

/** Rows of a table that are shown; the rest are summed up in one more. */
const mostRows = 15;
/** Letters of a line's code that are shown. */
const mostCode = 60;

/** Where a run's time went: shows itself as tables by operation and by source line, with the flame chart. Times are milliseconds. */
export class ProfileReport implements Displayable {
  /** The engine that computed. */
  readonly engine: string;
  /** Of the whole run, without what profiling took. */
  readonly total: number;
  /** In the order in which they ended. */
  readonly operations: readonly Operation[];
  /** Operations of one name together, longest first. */
  readonly byOperation: readonly OperationTime[];
  /** Operations of one source line together, longest first. */
  readonly byLine: readonly LineTime[];
  /** The code of the lines, as it was then. */
  readonly #code: ReadonlyMap<string, string>;

  constructor({ engine, total, operations }: Pick<ProfileReport, "engine" | "total" | "operations">) {
    this.engine = engine;
    this.total = total;
    this.operations = operations;
    this.byOperation = byOperation(operations, total);
    this.byLine = byLine(operations, total);
    this.#code = codeOf(this.byLine.flatMap(({ line }) => line ?? []));
  }

  /** Time in which no operation ran: JavaScript's own, and waiting. */
  get between(): number {
    return Math.max(0, this.total - this.byOperation.reduce((sum, { ms }) => sum + ms, 0));
  }

  /** One row an operation; the last one is the time between them, so that all of it is there. */
  operationTable(): Table {
    const row = ({ name, calls, ms, share, bytes }: OperationTime): Row => [
      name,
      formatCount(calls),
      ms.toFixed(2),
      percent(share),
      kilobytes(bytes),
    ];
    const rest = (group: readonly OperationTime[]): OperationTime => ({
      name: `${group.length} others`,
      calls: sumOf(group.map(({ calls }) => calls)),
      ms: sumOf(group.map(({ ms }) => ms)),
      share: sumOf(group.map(({ share }) => share)),
      bytes: sumOf(group.map(({ bytes }) => bytes)),
    });
    const between: Row = [
      "between operations",
      null,
      this.between.toFixed(2),
      percent(this.total > 0 ? this.between / this.total : 0),
      null,
    ];
    return table(
      ["operation", "calls", "time (ms)", "share (%)", "results (kB)"],
      [...shortened(this.byOperation, rest).map(row), between],
    );
  }

  /** One row a source line, with the time of the operations that it asked for. */
  lineTable(): Table {
    const rest = (group: readonly LineTime[]): LineTime => ({
      line: `${group.length} others`,
      operations: sumOf(group.map(({ operations }) => operations)),
      ms: sumOf(group.map(({ ms }) => ms)),
      share: sumOf(group.map(({ share }) => share)),
    });
    return table(
      ["line", "code", "operations", "time (ms)", "share (%)"],
      shortened(this.byLine, rest).map(({ line, operations, ms, share }) => [
        line === undefined ? "no line of yours" : placeInWords(line),
        cut(this.#code.get(line ?? "") ?? ""),
        formatCount(operations),
        ms.toFixed(2),
        percent(share),
      ]),
    );
  }

  /** Time to the right; below each line of yours the scopes and operations in it. */
  flameChart(): Figure {
    return flameChart(boxesOf(this.operations), { total: this.total, names: this.byOperation.map(({ name }) => name) });
  }

  /** What must be known to read the times. */
  get notes(): readonly string[] {
    const notes: string[] = [];
    if (this.engine === "webgpu" || this.engine === "webgl") {
      notes.push(
        `${this.engine} computes later: times of operations are those of handing them over, and the computing is in "between operations".`,
      );
    }
    if (this.engine === "cuda") {
      notes.push("Each operation was waited for. Without a profile the GPU computes while JavaScript goes on, and the whole takes less.");
    }
    if (this.operations.some(({ name }) => name.startsWith(compiledStep))) {
      notes.push(`${compiledStep}… is a compiled step, one operation. To see inside, profile the function that was given to compile.`);
    }
    return notes;
  }

  toString(): string {
    return [this.#headline(), this.operationTable(), this.lineTable(), ...this.notes].join("\n\n");
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [displaySymbol](): MimeBundle {
    // HTML is made when somebody reads it: the picture in it takes its time.
    const html = (): string => this.#html();
    return Object.defineProperty({ "text/plain": this.toString() } as MimeBundle, "text/html", { enumerable: true, get: html });
  }

  #headline(): string {
    const time = formatDuration(this.total - this.between);
    return `${formatDuration(this.total)} on ${this.engine}: ${time} in ${plural(this.operations.length, "operation")}, ${formatDuration(this.between)} between them`;
  }

  #html(): string {
    const figure = this.flameChart();
    const png = figure[displaySymbol]()["image/png"];
    const picture =
      png === undefined
        ? ""
        : `<img alt="${escapeHtml(String(figure))}" style="width:840px;max-width:100%" src="data:image/png;base64,${png}">`;
    const notes = this.notes.map((note) => `<p>${escapeHtml(note)}</p>`);
    return [
      `<p><strong>${escapeHtml(this.#headline())}</strong></p>`,
      picture,
      this.operationTable().toHtml(),
      this.lineTable().toHtml(),
      ...notes,
    ].join("");
  }
}

type Row = [string, ...(string | null)[]];

/** The first entries, and one that stands for the others. */
function shortened<T>(entries: readonly T[], rest: (others: readonly T[]) => T): T[] {
  return entries.length <= mostRows + 1 ? [...entries] : [...entries.slice(0, mostRows), rest(entries.slice(mostRows))];
}

const percent = (share: number): string => (100 * share).toFixed(1);
const kilobytes = (bytes: number): string => formatNumber(bytes / 1000);
const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
const cut = (code: string): string => (code.length > mostCode ? `${code.slice(0, mostCode - 1)}…` : code);
