import { formatSeconds } from "../../base/format.ts";
import type { CellEvent } from "./run-notebook.ts";

/** Pictures of the spinner and how long each stands, in milliseconds. */
const spinner = { frames: ["⠋", "⠙", "⠸", "⠴", "⠦", "⠇"], interval: 120 };

/** Tells people how far a notebook is: one line for each cell that has ended, and on a terminal a live one for the cell that runs. */
export class CellProgress {
  readonly #out: NodeJS.WriteStream;
  #timer: NodeJS.Timeout | undefined;

  constructor(out: NodeJS.WriteStream = process.stderr) {
    this.#out = out;
  }

  show({ state, number, of, heading, seconds = 0, ok }: CellEvent): void {
    const label = `${String(number).padStart(String(of).length)}/${of}`;
    this.stop();
    if (state === "end") this.#out.write(`${ok ? "✓" : "✗"} ${label}  ${formatSeconds(seconds).padStart(8)}  ${heading}\n`);
    else if (this.#out.isTTY) this.#spin(`${label}  `, `  ${heading}`);
  }

  /** Takes the live line away. */
  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#out.write("\r\u001b[2K"); // to the line's start, and the line erased
  }

  #spin(before: string, after: string): void {
    const begun = performance.now();
    let turn = 0;
    this.#timer = setInterval(() => {
      const frame = spinner.frames[turn++ % spinner.frames.length];
      const seconds = formatSeconds((performance.now() - begun) / 1000).padStart(8);
      const line = `${frame} ${before}${seconds}${after}`;
      this.#out.write(`\r\u001b[2K${line.slice(0, (this.#out.columns || 80) - 1)}`);
    }, spinner.interval);
  }
}
