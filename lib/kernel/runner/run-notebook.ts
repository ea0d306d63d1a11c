import type { Notebook, NotebookCell } from "../../notebook/format.ts";
import type { KernelName } from "../spec.ts";
import { cellHeading } from "./cell-heading.ts";
import { type Failure, failureOf, mayRaise, type RanCell, withOutputs } from "./cell-record.ts";
import { CellOutputs, type Displays } from "./outputs.ts";
import { KernelSession } from "./session.ts";

/** The first cell that failed, and why. */
export interface NotebookFailure extends Failure {
  /** Of the cell among all cells, from 0. */
  readonly index: number;
  readonly id: string;
}

/** What is told when a code cell begins and when it has ended. */
export interface CellEvent {
  readonly state: "begin" | "end";
  readonly index: number;
  readonly id: string;
  /** Place among the notebook's code cells, from 1, and how many there are. */
  readonly number: number;
  readonly of: number;
  readonly heading: string;
  /** Of an ended cell: how long it took, and whether it failed. */
  readonly seconds?: number;
  readonly ok?: boolean;
}

export interface RunNotebookOptions {
  /** Where the kernel runs: relative paths and imports start there. */
  readonly folder: string;
  readonly kernel?: KernelName;
  /** Interrupts the running cell and ends the run. */
  readonly signal?: AbortSignal;
  readonly onCell?: (event: CellEvent) => void;
  /** Longest time for one cell, in seconds. */
  readonly timeout?: number;
}

export interface NotebookRun {
  /** The notebook with the outputs of the cells that ran, and no others. */
  readonly notebook: Notebook;
  readonly ok: boolean;
  readonly failed?: NotebookFailure;
  readonly seconds: number;
}

/**
 * Runs the code cells of a notebook in a kernel of its own, from first to last, and ends the kernel. A failing cell ends the run, unless
 * it carries the tag `raises-exception`.
 *
 * @throws Problem `kernel-start` where there is no kernel to run it
 */
export async function runNotebook(notebook: Notebook, options: RunNotebookOptions): Promise<NotebookRun> {
  const { folder, kernel = "tslab", signal, onCell, timeout } = options;
  const begun = performance.now();
  const session = await KernelSession.start(kernel, folder);
  const displays: Displays = new Map();
  const codeCells = [...notebook.cells.entries()].flatMap(([index, cell]) => (cell.cell_type === "code" ? [{ index, cell }] : []));
  const ran = new Map<NotebookCell, RanCell>();
  let failed: NotebookFailure | undefined;
  try {
    for (const [place, { index, cell }] of codeCells.entries()) {
      const event = { index, id: cell.id, number: place + 1, of: codeCells.length, heading: cellHeading(notebook.cells, index) };
      onCell?.({ ...event, state: "begin" });
      const cellBegun = performance.now();
      const outputs = new CellOutputs(displays);
      const end = await session.execute(cell.source.join(""), { heard: (message) => outputs.add(message), timeout, signal });
      const failure = failureOf(end, { outputs: outputs.outputs, timeout });
      ran.set(cell, { outputs, end, failure });
      const ok = failure === undefined || (end.kind === "answered" && mayRaise(cell));
      onCell?.({ ...event, state: "end", seconds: (performance.now() - cellBegun) / 1000, ok });
      if (ok) continue;
      failed = { index, id: cell.id, ...failure };
      break;
    }
  } finally {
    await session.close();
  }
  const cells = notebook.cells.map((cell) => (cell.cell_type === "code" ? withOutputs(cell, ran.get(cell)) : cell));
  const metadata = { ...notebook.metadata, language_info: session.info["language_info"] };
  const seconds = (performance.now() - begun) / 1000;
  return { notebook: { ...notebook, cells, metadata }, ok: failed === undefined, ...(failed && { failed }), seconds };
}
