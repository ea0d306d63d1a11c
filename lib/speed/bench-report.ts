import { inspect } from "node:util";
import { escapeHtml, plural } from "../base/index.ts";
import { type Displayable, displaySymbol, formatNumber, type MimeBundle } from "../plot/index.ts";
import { formatSpread } from "./duration.ts";
import { quartilesOf } from "./quartiles.ts";

/** How long a function takes: shows itself in a line. All times are milliseconds. */
export class BenchReport implements Displayable {
  readonly name: string;
  /** Time of every run, in order. */
  readonly times: readonly number[];
  /** Half of the runs took less. */
  readonly median: number;
  /** A quarter of the runs took less. */
  readonly lower: number;
  /** A quarter of the runs took more. */
  readonly upper: number;

  constructor(name: string, times: readonly number[]) {
    const { lower, median, upper } = quartilesOf(times);
    this.name = name;
    this.times = times;
    this.median = median;
    this.lower = lower;
    this.upper = upper;
  }

  get runs(): number {
    return this.times.length;
  }

  /** Runs a second, at the median's pace. */
  get perSecond(): number {
    return 1000 / this.median;
  }

  /** `12.3 ms (11.9–12.8)`: the median, and between the quartiles half of all runs. */
  get spread(): string {
    return formatSpread(this.median, { from: this.lower, to: this.upper });
  }

  /** `12.3 ms (11.9–12.8), 84 runs` */
  toString(): string {
    return `${this.name && `${this.name}: `}${this.spread}, ${plural(this.runs, "run")}`;
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [displaySymbol](): MimeBundle {
    const meaning = `The median; half of the runs lie between the numbers in brackets. ${formatNumber(this.perSecond)} runs a second`;
    return { "text/plain": this.toString(), "text/html": `<div title="${escapeHtml(meaning)}">${escapeHtml(this.toString())}</div>` };
  }
}
