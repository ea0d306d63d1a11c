/** How long text is held, in milliseconds. */
const hold = 100;

/** How V8 begins when it gives up: it takes its time to write the rest. */
const lastWords = /<--- Last few GCs --->|FATAL ERROR:|Native stack trace/;

/**
 * What a process wrote past JavaScript: it goes on after a moment, unless the process gives up meanwhile. V8 then writes pages that say nothing
 * to a learner.
 */
export class HeldText {
  readonly #pass: (text: string) => void;
  #text = "";
  #timer: NodeJS.Timeout | undefined;

  constructor(pass: (text: string) => void) {
    this.#pass = pass;
  }

  add(text: string): void {
    this.#text += text;
    if (lastWords.test(this.#text)) clearTimeout(this.#timer);
    else this.#timer ??= setTimeout(() => this.flush(), hold);
  }

  flush(): void {
    const text = this.take();
    if (text !== "") this.#pass(text);
  }

  /** What is held, which then goes nowhere. */
  take(): string {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#text;
    this.#text = "";
    return text;
  }
}
