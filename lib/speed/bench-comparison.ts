import { inspect } from "node:util";
import { type Displayable, displaySymbol, Figure, formatNumber, type MimeBundle, type Table, table, withText } from "../plot/index.ts";
import type { BenchReport } from "./bench-report.ts";
import { formatDuration } from "./duration.ts";

/** The axis goes on beyond the longest line. */
const roomForLines = 1.05;

/** Functions measured beside each other: shows itself as a bar chart, and as a table in a terminal. */
export class BenchComparison implements Displayable {
  readonly reports: readonly BenchReport[];

  constructor(reports: readonly BenchReport[]) {
    this.reports = reports;
  }

  /** The one with the least median. */
  get fastest(): BenchReport {
    return this.reports.reduce((best, report) => (report.median < best.median ? report : best));
  }

  /** Median and quartiles of each, and how many times as long as the fastest it takes. */
  table(): Table {
    const least = this.fastest.median;
    return table(
      ["function", "median (quartiles)", "runs", "per second", "× fastest"],
      this.reports.map((report) => [
        report.name,
        report.spread,
        report.runs,
        formatNumber(report.perSecond),
        (report.median / least).toFixed(2),
      ]),
    );
  }

  /** Bars of the medians; the lines on them reach from quartile to quartile. */
  figure(): Figure {
    const { reports } = this;
    return new Figure(
      [
        {
          type: "bar",
          orientation: "h",
          y: reports.map(({ name, median }) => `${name}, ${formatDuration(median)}`),
          x: reports.map(({ median }) => median),
          error_x: {
            type: "data",
            symmetric: false,
            array: reports.map(({ median, upper }) => upper - median),
            arrayminus: reports.map(({ median, lower }) => median - lower),
            color: "#222222",
          },
          hoverinfo: "text",
          hovertext: reports.map(String),
        },
      ],
      {
        title: { text: "Time of a run: median and quartiles" },
        height: 140 + 36 * reports.length,
        bargap: 0.3,
        xaxis: { title: { text: "time (ms)" }, range: [0, roomForLines * Math.max(...reports.map(({ upper }) => upper))] },
        yaxis: { type: "category", autorange: "reversed", showgrid: false },
      },
      this.toString(),
    );
  }

  toString(): string {
    return this.table().toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [displaySymbol](): MimeBundle {
    return withText(this.figure()[displaySymbol](), this.toString());
  }
}
