import { formatSeconds } from "../base/format.ts";
import { StatusLine } from "./status-line.ts";

/** Pictures of the moving sign, and how long each stands, in milliseconds. */
const sign = { frames: ["⠋", "⠙", "⠸", "⠴", "⠦", "⠇"], interval: 120 };

export interface WaitingLineOptions {
  /** Where it stands; standard error by default. */
  readonly line?: StatusLine;
  /** Where lines can't rewrite themselves, write once what one waits for. */
  readonly announce?: boolean;
}

/** A line with a moving sign and the seconds that have gone by, for work that can't tell how far it is. It leaves signals alone. */
export class WaitingLine {
  readonly #line: StatusLine;
  readonly #begun = performance.now();
  readonly #timer: NodeJS.Timeout;

  /** @param text what one waits for, given the seconds in words */
  constructor(text: (seconds: string) => string, { line = new StatusLine({ perSecond: 20 }), announce = false }: WaitingLineOptions = {}) {
    this.#line = line;
    let turn = 0;
    const draw = (): void => line.update(() => `${sign.frames[turn++ % sign.frames.length]} ${text(this.seconds)}`);
    this.#timer = setInterval(draw, sign.interval);
    if (announce && !line.live) line.keep(`… ${text("")}`.trimEnd());
    draw();
  }

  /** The time since it began, such as `3.2 s`. */
  get seconds(): string {
    return formatSeconds((performance.now() - this.#begun) / 1000);
  }

  /** Ends the wait. @param result a line that stays in its place */
  end(result?: string): void {
    clearInterval(this.#timer);
    if (result === undefined) this.#line.clear();
    else this.#line.keep(result);
  }
}
