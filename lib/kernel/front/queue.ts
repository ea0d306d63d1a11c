import { setImmediate as eventLoopTurn } from "node:timers/promises";
import type { Content, Message } from "../protocol/message.ts";

/** Turns of the event loop in which zeromq hands over the cells that a front end sent together with one that fails. */
const turns = 3;

interface QueueOptions {
  readonly run: (message: Message) => Promise<Content>;
  /** Sends the answer to a request: what `run` gave, or undefined for one that is not run because one before it failed. */
  readonly answer: (message: Message, content: Content | undefined) => void;
}

/** Requests to execute cells, run one at a time, in the order in which they came; a failing one that says `stop_on_error` ends those that wait. */
export class ExecutionQueue {
  readonly #options: QueueOptions;
  readonly #waiting: Message[] = [];
  #busy = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  add(message: Message): void {
    this.#waiting.push(message);
    if (!this.#busy) void this.#work();
  }

  async #work(): Promise<void> {
    const { run, answer } = this.#options;
    this.#busy = true;
    for (let message = this.#waiting.shift(); message; message = this.#waiting.shift()) {
      const content = await run(message);
      const failed = content["status"] === "error" && message.content["stop_on_error"] !== false;
      const ended = failed ? await this.#allWaiting() : [];
      answer(message, content); // not before: what a front end sends when it knows of the failure is to run
      for (const waiting of ended) answer(waiting, undefined);
    }
    this.#busy = false;
  }

  async #allWaiting(): Promise<readonly Message[]> {
    for (let turn = 0; turn < turns; turn++) await eventLoopTurn();
    return this.#waiting.splice(0);
  }
}
