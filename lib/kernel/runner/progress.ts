import { formatSeconds } from "../../base/format.ts";
import { StatusLine } from "../../plot/status-line.ts";
import { WaitingLine } from "../../plot/waiting-line.ts";
import type { CellEvent } from "./run-notebook.ts";

/** Tells people how far a notebook is: one line for each cell that has ended, and on a terminal a live one for the cell that runs. */
export class CellProgress {
  readonly #line: StatusLine;
  #waiting: WaitingLine | undefined;

  constructor(line: StatusLine = new StatusLine({ perSecond: 20 })) {
    this.#line = line;
  }

  show({ state, number, of, heading, seconds = 0, ok }: CellEvent): void {
    const label = `${String(number).padStart(String(of).length)}/${of}`;
    const told = (time: string): string => `${label}  ${time.padStart(8)}  ${heading}`;
    this.stop();
    if (state === "end") this.#line.keep(`${ok ? "✓" : "✗"} ${told(formatSeconds(seconds))}`);
    else this.#waiting = new WaitingLine(told, { line: this.#line });
  }

  /** Takes the live line away. */
  stop(): void {
    this.#waiting?.end();
    this.#waiting = undefined;
  }
}
