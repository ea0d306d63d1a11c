import { types } from "node:util";
import { showsItself } from "../../plot/mime.ts";
import type { CellResult, ExecuteCommand, Failure } from "../link/messages.ts";
import type { Content } from "../protocol/message.ts";
import { Cell, cells } from "./cell.ts";
import { bundleOf } from "./display.ts";
import type { Evaluator } from "./evaluator.ts";
import { KeyboardInterrupt } from "./keyboard-interrupt.ts";
import { stop } from "./stop.ts";
import { failureOf } from "./traceback.ts";

/** How long after an interrupt a cell that does not end is left to itself: longer than `Cell` waits, in milliseconds. */
const patience = 1500;

/** Runs the cells that the front sends, and knows which one runs and which have run. */
export class Execution {
  readonly #evaluator: Evaluator;
  readonly #earlier: Cell[] = [];
  #running: Cell | undefined;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  /** The cell whose code asks; where the code has lost its trace, the one that runs, else the last one that ran. */
  get current(): Cell | undefined {
    return this.asking ?? this.#earlier.at(-1);
  }

  /** The cell that runs now or whose code asks, for `descent.cell`; undefined outside all cells. */
  get asking(): Cell | undefined {
    return cells.getStore() ?? this.#running;
  }

  async execute(command: ExecuteCommand): Promise<CellResult> {
    const cell = new Cell(command);
    stop.lower();
    this.#running = cell;
    const result = await cells.run(cell, () => this.#run(command, cell));
    this.#running = undefined;
    if (cell.interrupted) cell.endTimers();
    this.#earlier.push(cell);
    stop.lower();
    return result;
  }

  /** Does something on behalf of a request that is no cell: what it says belongs to that request, and an interrupt stops what it leaves running. */
  serve(id: number, act: () => void): void {
    const cell = new Cell({ id, number: 0, options: { drawsPlotly: false, asksInput: false } });
    this.#earlier.push(cell);
    cells.run(cell, act);
  }

  /** Stops the running cell; where none runs, what earlier cells have left running. */
  interrupt(): void {
    const cell = this.#running;
    if (cell === undefined) {
      for (const earlier of this.#earlier) {
        earlier.interrupt();
        earlier.endTimers();
      }
      return;
    }
    cell.interrupt();
    setTimeout(() => {
      if (this.#running === cell) this.#evaluator.abandon();
    }, patience).unref();
  }

  async #run({ code }: ExecuteCommand, cell: Cell): Promise<CellResult> {
    const outcome = await this.#evaluator.execute(code, cell);
    if (outcome.kind === "thrown") return { failure: this.#failureOf(outcome.thrown, cell), assigned: outcome.assigned };
    try {
      const bundle: Content | undefined = await cell.follow(this.#bundleOf(outcome.value, cell));
      const shown = bundle ? { bundle } : {};
      // Code that obeys the signal ends well by itself and its value is shown; the cell has not done all it was asked to all the same.
      return cell.interrupted ? { ...shown, failure: this.#failureOf(new KeyboardInterrupt(), cell) } : shown;
    } catch (thrown) {
      return { failure: this.#failureOf(thrown, cell) };
    }
  }

  /** What is shown for a cell's last value; an error, too, where it was made. */
  async #bundleOf(value: unknown, cell: Cell): Promise<Content | undefined> {
    if (!types.isNativeError(value) || showsItself(value)) return await bundleOf(value, cell);
    return { "text/plain": failureOf(value, this.#evaluator.places).traceback.join("\n") };
  }

  #failureOf(thrown: unknown, { interrupted }: Cell): Failure {
    const stopped = interrupted && thrown instanceof Error && thrown.name === "AbortError"; // Node's own answer to an aborted signal
    return failureOf(stopped ? new KeyboardInterrupt() : thrown, this.#evaluator.places);
  }
}
