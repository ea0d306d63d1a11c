import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { Command } from "../link/messages.ts";
import { KeyboardInterrupt } from "./keyboard-interrupt.ts";

/** States of a question, in memory that both threads see. */
export const question = { none: 0, asked: 1, answered: 2, interrupted: 3 } as const;

/** What the control thread is given. */
export interface ControlData {
  /** One number: the state of the question that the code waits on. */
  readonly state: Int32Array<SharedArrayBuffer>;
  readonly answers: import("node:worker_threads").MessagePort;
}

/**
 * The way from the front to the code process. A thread of its own listens, so that code which never returns to the event loop is reached
 * too: its loops are stopped, and a question is answered while the code waits for it.
 */
export class Control {
  readonly #state = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #answers: MessageChannel = new MessageChannel();

  /** @param obey is given each command but those for the thread itself */
  constructor(obey: (command: Command) => void) {
    const workerData: ControlData = { state: this.#state, answers: this.#answers.port2 };
    const thread = new Worker(new URL("./control-thread.ts", import.meta.url), {
      workerData,
      transferList: [this.#answers.port2],
      execArgv: ["--no-warnings"],
    });
    thread.on("message", obey);
    this.#answers.port1.unref();
  }

  /**
   * Waits, without the event loop, for the answer to a question that `ask` puts.
   *
   * @throws KeyboardInterrupt where the user stops the cell instead
   */
  waitForAnswer(ask: () => void): string | null {
    Atomics.store(this.#state, 0, question.asked);
    ask();
    Atomics.wait(this.#state, 0, question.asked);
    if (Atomics.exchange(this.#state, 0, question.none) === question.interrupted) throw new KeyboardInterrupt();
    const received = receiveMessageOnPort(this.#answers.port1);
    return typeof received?.message === "string" ? received.message : null;
  }
}
