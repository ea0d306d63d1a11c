import type { CodeHandle } from "./code-handle.ts";

/** When each means follows on those before it while the code process does not answer, in milliseconds since the interrupt. */
const after = { break: 150, signal: 700, end: 10_000 };

/** How soon after an interrupt the next one says that it is meant: a double click is one, in milliseconds. */
const doubleClick = 1000;

/** When a cell that was heard to be stopped and still runs is interrupted once more, in milliseconds. */
const again = 3000;

/**
 * Stops code by ever harder means, each only where the one before did not work: code that waits is asked, loops are broken by their flag,
 * synchronous code of a cell and the programs that it started get a signal; and only when nothing helps, or when the user asks a second
 * time, the process is ended.
 */
export class Interruption {
  readonly #code: Pick<CodeHandle, "send" | "signal">;
  #timers: NodeJS.Timeout[] = [];
  #id = 0;
  #begun = 0;
  #waiting = false;
  /** Whether the process had to be ended. */
  ended = false;

  constructor(code: Pick<CodeHandle, "send" | "signal">) {
    this.#code = code;
  }

  /** @param goesOn tells whether what is to be stopped still runs */
  begin(goesOn: () => boolean): void {
    if (this.#waiting) {
      if (performance.now() - this.#begun > doubleClick) this.#endProcess();
      return;
    }
    this.end();
    this.#begun = performance.now();
    this.#waiting = true;
    this.#code.send({ type: "interrupt", id: ++this.#id });
    this.#after(after.break, () => this.#code.send({ type: "break" }));
    this.#after(after.signal, () => this.#code.signal("SIGINT"));
    this.#after(after.end, () => this.#endProcess());
    this.#goesOn = goesOn;
  }

  /** The process answered: its event loop turns, and the code will stop at its next `await`. */
  heard(id: number): void {
    if (id !== this.#id || !this.#waiting) return;
    this.end();
    this.#after(again, () => {
      if (this.#goesOn()) this.begin(this.#goesOn);
    });
  }

  /** What was to be stopped has ended. */
  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    this.#waiting = false;
  }

  #goesOn: () => boolean = () => false;

  #endProcess(): void {
    this.ended = true;
    this.#code.signal("SIGKILL");
  }

  #after(milliseconds: number, act: () => void): void {
    this.#timers.push(setTimeout(act, milliseconds).unref());
  }
}
