import type { CellResult, CommMessage, ExecuteCommand, Failure, Report } from "../link/messages.ts";
import { type CodeEnd, CodeHandle } from "./code-handle.ts";
import { interruptedFailure, processFailure } from "./failures.ts";
import { Interruption } from "./interruption.ts";

/** What the code process says that is not for the host itself. */
export type Output = Exclude<Report, { readonly type: "ready" | "heard" | "done" }>;

interface Listeners {
  readonly output: (output: Output) => void;
  readonly wrote: (name: "stdout" | "stderr", text: string) => void;
  /** The process has ended and a new one runs: no variable is left. Not called for the end that `close` asked for. */
  readonly restarted: (why: Failure, whileRunning: boolean) => void;
}

interface Running {
  readonly command: ExecuteCommand;
  readonly done: (result: CellResult) => void;
  interrupted: boolean;
}

/** Keeps a code process at hand: runs cells in it, stops them, and starts another one when it ends. */
export class CodeHost {
  readonly #folder: string;
  readonly #listeners: Listeners;
  #code: CodeHandle;
  #interruption: Interruption;
  #running: Running | undefined;
  /** Whether the process has begun to serve, and so is worth another try when it ends. */
  #served = false;
  /** Whether there is no process: the last one ended before it began to serve. */
  #failed = false;
  #closed = false;

  /** @param folder the notebook's */
  constructor(folder: string, listeners: Listeners) {
    this.#folder = folder;
    this.#listeners = listeners;
    this.#code = this.#start();
    this.#interruption = new Interruption(this.#code);
  }

  /** Runs a cell; only one runs at a time. Always settles: where the process ends, with a failure that says so. */
  execute(command: ExecuteCommand): Promise<CellResult> {
    return new Promise((resolve) => {
      if (this.#failed) this.#renew();
      this.#running = { command, done: resolve, interrupted: false };
      this.#code.send(command);
    });
  }

  /** Stops the running cell; where none runs, what earlier cells have left running. */
  interrupt(): void {
    if (this.#running) this.#running.interrupted = true;
    this.#interruption.begin(() => this.#running?.interrupted === true);
  }

  /** Has packages loaded that the next cell imports. @param id of that cell's request */
  prefetch(id: number, packages: readonly string[]): void {
    this.#code.send({ type: "prefetch", id, packages });
  }

  answer(text: string | null): void {
    this.#code.send({ type: "answer", text });
  }

  comm(request: number, message: CommMessage): void {
    this.#code.send({ type: "comm", request, message });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#code.stop();
  }

  #start(): CodeHandle {
    const code = new CodeHandle(this.#folder, {
      heard: (report) => this.#hear(report),
      wrote: (name, text) => this.#listeners.wrote(name, text),
    });
    void code.ended.then((end) => {
      if (!this.#closed) this.#restart(end);
    });
    return code;
  }

  #hear(report: Report): void {
    if (report.type === "heard") this.#interruption.heard(report.id);
    else if (report.type === "done") this.#settle(report.cell, report.result);
    else if (report.type === "ready") this.#served = true;
    else this.#listeners.output(report);
  }

  #settle(cell: number, result: CellResult): void {
    const running = this.#running;
    if (running?.command.id !== cell) return;
    this.#running = undefined;
    this.#interruption.end();
    running.done(result);
  }

  #restart(end: CodeEnd): void {
    const running = this.#running;
    const failure = running?.interrupted && this.#interruption.ended ? interruptedFailure("restarted") : processFailure(end);
    this.#interruption.end();
    this.#failed = !this.#served;
    if (this.#served) this.#renew(); // else the next cell tries again: one that can't start must not be started for ever
    this.#listeners.restarted(failure, running !== undefined);
    if (running) this.#settle(running.command.id, { failure, assigned: [] });
  }

  #renew(): void {
    this.#served = false;
    this.#failed = false;
    this.#code = this.#start();
    this.#interruption = new Interruption(this.#code);
  }
}
