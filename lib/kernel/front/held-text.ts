/** How long text is held, in milliseconds. */
const hold = 100;

/** Text that goes on after a moment, unless something happens meanwhile that makes it pointless. */
export class HeldText {
  readonly #pass: (text: string) => void;
  #text = "";
  #timer: NodeJS.Timeout | undefined;

  constructor(pass: (text: string) => void) {
    this.#pass = pass;
  }

  add(text: string): void {
    this.#text += text;
    this.#timer ??= setTimeout(() => this.flush(), hold);
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
