import { type Clock, Throttle, wallClock } from "./clock.ts";

/** The part of a stream that a status line needs; `process.stderr` has it. */
export interface LineStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface StatusLineOptions {
  readonly stream?: LineStream;
  readonly perSecond?: number;
  readonly clock?: Clock;
}

const eraseLine = "\r\u001b[2K"; // ECMA-48: carriage return, then erase in line

/** A line on standard error that rewrites itself while something goes on. In a file or a pipe, only the lines that stay are written. */
export class StatusLine {
  readonly #stream: LineStream;
  readonly #throttle: Throttle;

  constructor({ stream = process.stderr, perSecond = 5, clock = wallClock }: StatusLineOptions = {}) {
    this.#stream = stream;
    this.#throttle = new Throttle(perSecond, clock);
  }

  /** Whether the line can rewrite itself here. */
  get live(): boolean {
    return this.#stream.isTTY === true;
  }

  /** Puts a text in place of the line, if it is time to; a text too long for the line is cut. */
  update(text: () => string): void {
    if (this.live) this.#throttle.run(() => void this.#stream.write(`${eraseLine}${text().slice(0, (this.#stream.columns ?? 80) - 1)}`));
  }

  /** Writes a line that stays; what is updated afterwards appears below it. */
  keep(text: string): void {
    this.#stream.write(`${this.live ? eraseLine : ""}${text}\n`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.live) this.#stream.write(eraseLine);
  }
}
