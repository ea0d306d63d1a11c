import type { Command } from "../link/messages.ts";
import { Control } from "./control.ts";
import { Evaluator } from "./evaluator.ts";
import { Execution } from "./execution.ts";
import { defineGlobals } from "./globals.ts";
import { Reports } from "./reports.ts";
import { readableStacks } from "./stack.ts";
import { captureStreams } from "./streams.ts";
import { keepTimers } from "./timers.ts";
import { failureOf } from "./traceback.ts";

/** The process in which the code of cells runs, and nothing else: what the code does to it, the front survives. */
export class CodeProcess {
  readonly #reports: Reports;
  readonly #evaluator: Evaluator;
  readonly #execution: Execution;
  readonly #globals: ReturnType<typeof defineGlobals>;

  /**
   * @param folder the notebook's: imports are looked for from there
   * @param descriptor of the pipe for reports
   */
  constructor(folder: string, descriptor: number) {
    this.#reports = new Reports(descriptor);
    this.#evaluator = new Evaluator(folder, (data, place) => this.#globals.show(data, place));
    this.#execution = new Execution(this.#evaluator);
    const control = new Control((command) => this.#obey(command));
    this.#globals = defineGlobals({ execution: this.#execution, reports: this.#reports, control });
  }

  start(): void {
    keepTimers();
    readableStacks(this.#evaluator.places);
    captureStreams((name, text) => {
      const { current } = this.#execution;
      if (current) this.#reports.print(name, text, current.id);
      return current !== undefined;
    });
    process.on("uncaughtException", (error) => this.#uncaught(error));
    process.on("unhandledRejection", (reason) => this.#uncaught(reason));
    process.on("exit", () => this.#reports.flush());
    this.#reports.send({ type: "ready" });
  }

  #obey(command: Command): void {
    if (command.type === "execute") {
      void this.#execution.execute(command).then((result) => this.#reports.send({ type: "done", cell: command.id, result }));
    } else if (command.type === "interrupt") {
      this.#reports.send({ type: "heard", id: command.id });
      this.#execution.interrupt();
    } else if (command.type === "prefetch")
      this.#execution.serve(command.id, () => void this.#evaluator.modules.prefetch(command.packages));
    else if (command.type === "comm") this.#execution.serve(command.request, () => this.#globals.comms.hear(command.message));
    else if (command.type === "exit") process.exit(0);
  }

  /** Tells of an error that nothing in a cell's code caught, in the output of the cell that caused it. */
  #uncaught(thrown: unknown): void {
    const { ename, traceback } = failureOf(thrown, this.#evaluator.places);
    if (ename === "KeyboardInterrupt") return; // code that was left running has ended, as it should
    process.stderr.write(`Uncaught ${traceback.join("\n")}\n`);
  }
}
