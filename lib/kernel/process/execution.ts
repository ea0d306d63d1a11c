import type { Content, Message } from "../protocol/message.ts";
import { Cell, cells } from "./cell.ts";
import { type Bundle, bundleOf } from "./display.ts";
import type { Evaluator } from "./evaluator.ts";
import type { History } from "./history.ts";
import type { Iopub } from "./iopub.ts";
import { KeyboardInterrupt } from "./keyboard-interrupt.ts";
import { type Failure, failureOf, failureOfDiagnostics } from "./traceback.ts";

/** How long after an interrupt a cell that does not end is left to itself: longer than `Cell` waits, in milliseconds. */
const patience = 1500;

/** Runs the cells that front ends ask for, and knows which one runs and which have run. */
export class Execution {
  readonly #evaluator: Evaluator;
  readonly #iopub: Iopub;
  readonly #history: History;
  readonly #earlier: Cell[] = [];
  #running: Cell | undefined;
  #count = 0;

  constructor({ evaluator, iopub, history }: { readonly evaluator: Evaluator; readonly iopub: Iopub; readonly history: History }) {
    this.#evaluator = evaluator;
    this.#iopub = iopub;
    this.#history = history;
  }

  /** The cell whose code asks; where the code has lost its trace, the one that runs, else the last one that ran. */
  get current(): Cell | undefined {
    return cells.getStore() ?? this.#running ?? this.#earlier.at(-1);
  }

  /** The cell that runs now or whose code asks, for `descent.cell`; undefined outside all cells. */
  get asking(): Cell | undefined {
    return cells.getStore() ?? this.#running;
  }

  /** Runs one `execute_request` and sends all that belongs to it but the answer, which is returned. */
  async execute({ header: request, content, metadata }: Pick<Message, "header" | "content" | "metadata">): Promise<Content> {
    const { code, silent, store_history: store } = content;
    const source = typeof code === "string" ? code : "";
    const quiet = silent === true;
    const number = this.#count + 1;
    if (!quiet && store !== false) {
      this.#count = number;
      this.#history.add(number, source);
    }
    const cell = new Cell(request, number, metadata);
    if (!quiet) this.#iopub.publish("execute_input", { code: source, execution_count: number }, request);
    this.#running = cell;
    const { failure, bundle } = await cells.run(cell, () => this.#run(source, cell));
    this.#running = undefined;
    this.#earlier.push(cell);
    if (bundle && !quiet) this.#iopub.publish("execute_result", { execution_count: number, data: bundle, metadata: {} }, request);
    if (!failure) return { status: "ok", execution_count: number, payload: [], user_expressions: {} };
    if (!quiet) this.#iopub.publish("error", { ...failure }, request);
    return { status: "error", execution_count: number, ...failure, payload: [], user_expressions: {} };
  }

  /** Stops the running cell; where none runs, what earlier cells have left running. */
  interrupt(): void {
    const cell = this.#running;
    if (cell === undefined) {
      for (const earlier of this.#earlier) earlier.interrupt();
      return;
    }
    cell.interrupt();
    setTimeout(() => {
      if (this.#running === cell) this.#evaluator.abandon();
    }, patience).unref();
  }

  async #run(code: string, cell: Cell): Promise<{ readonly failure?: Failure; readonly bundle?: Bundle | undefined }> {
    const outcome = await this.#evaluator.execute(code, cell);
    if (outcome.kind === "rejected") return { failure: failureOfDiagnostics(outcome.diagnostics, code) };
    if (outcome.kind === "thrown") return { failure: this.#failureOf(outcome.thrown, cell) };
    try {
      const shown = { bundle: await cell.follow(bundleOf(outcome.value, cell)) };
      // Code that obeys the signal ends well by itself and its value is shown; the cell has not done all it was asked to all the same.
      return cell.signal.aborted ? { ...shown, failure: this.#failureOf(new KeyboardInterrupt(), cell) } : shown;
    } catch (thrown) {
      return { failure: this.#failureOf(thrown, cell) };
    }
  }

  #failureOf(thrown: unknown, { signal }: Cell): Failure {
    const stopped = signal.aborted && thrown instanceof Error && thrown.name === "AbortError"; // Node's own answer to an aborted signal
    return failureOf(stopped ? new KeyboardInterrupt() : thrown, this.#evaluator.lineOf);
  }
}
