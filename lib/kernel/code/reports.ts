import { frameOf } from "../link/frames.ts";
import type { Report } from "../link/messages.ts";
import { writeWhole } from "../link/write-whole.ts";

/** Text of a stream is gathered for at most this time, in milliseconds, and up to this many characters before it is sent. */
const gathering = { milliseconds: 40, characters: 65_536 };

/**
 * The way from the code process to the front. A report is in the pipe when `send` returns, whatever the code does next: a loop that never
 * ends is heard, and so is what was said right before a crash. Where the front is slower, the code waits for it.
 *
 * Short writes to a stream are gathered, for a cell may print 100,000 lines; whatever comes after them is sent after them.
 */
export class Reports {
  readonly #descriptor: number;
  #text = "";
  #stream: { readonly name: "stdout" | "stderr"; readonly cell: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sentAt = 0;

  /** @param descriptor of the pipe */
  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  send(report: Report): void {
    this.flush();
    this.#write(report);
  }

  /** Text that a cell's code wrote to `stdout` or `stderr`. */
  print(name: "stdout" | "stderr", text: string, cell: number): void {
    if (this.#stream?.name !== name || this.#stream.cell !== cell) this.flush();
    this.#stream = { name, cell };
    this.#text += text;
    // A synchronous loop gives a timer no chance to fire, so the clock is read as well.
    if (this.#text.length > gathering.characters || performance.now() - this.#sentAt > gathering.milliseconds) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), gathering.milliseconds);
  }

  /** Sends text that is still being gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const stream = this.#stream;
    if (stream === undefined) return;
    const text = this.#text;
    this.#stream = undefined;
    this.#text = "";
    this.#sentAt = performance.now();
    this.#write({ type: "stream", ...stream, text });
  }

  #write(report: Report): void {
    if (!writeWhole(this.#descriptor, frameOf(report))) process.kill(process.pid, "SIGKILL"); // the front is gone
  }
}
