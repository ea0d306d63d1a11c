import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { writeAtomically } from "../base/files.ts";
import { formatSeconds } from "../base/format.ts";
import { inHome } from "../base/paths.ts";
import { Problem } from "../base/problem.ts";
import { type NotebookFile, readNotebookFile } from "./runner/notebook-file.ts";
import { CellProgress } from "./runner/progress.ts";
import { type CellEvent, type NotebookFailure, runNotebook } from "./runner/run-notebook.ts";
import { writeWebPage } from "./runner/web-page.ts";
import { type KernelName, kernelNames } from "./spec.ts";

export interface RunFilesOptions {
  /** Folder of the executed notebooks; `runs` in `DESCENT_HOME` by default. */
  readonly output?: string;
  /** Writes the outputs into the `.ipynb` files themselves. */
  readonly inPlace?: boolean;
  /** Writes a web page beside each executed notebook. */
  readonly html?: boolean;
  /** Prints one JSON line an event on stdout. */
  readonly json?: boolean;
  readonly kernel?: string;
  /** Longest time for one cell, in seconds. */
  readonly timeout?: number;
}

/** What `--json` prints. */
type RunEvent =
  | ({ readonly event: "cell"; readonly notebook: string } & CellEvent)
  | { readonly event: "failed"; readonly notebook: string; readonly failed: NotebookFailure }
  | { readonly event: "written"; readonly notebook: string; readonly path: string }
  | { readonly event: "done"; readonly notebook: string; readonly ok: boolean; readonly seconds: number }
  | { readonly event: "problem"; readonly notebook: string; readonly code: string; readonly message: string; readonly hint: string };

/** Problems of the command as it was typed: exit code 2. */
const usageProblems = new Set(["no-notebook", "not-a-notebook", "empty-notebook", "unknown-kernel", "wrong-timeout", "not-in-place"]);

/**
 * `npx descent run`: executes notebooks one after the other, tells of each cell, and writes the executed notebooks. A learner's
 * notebook is left as it is, unless `inPlace` says otherwise. Ctrl-C interrupts the running cell and ends the run; what has been
 * executed is written then too, as it is when a cell fails.
 *
 * @param paths `.ipynb` files, or percent scripts such as `solutions/03-build-cnn`
 * @returns the exit code: 0 all ran, 1 a cell failed, 2 wrong usage
 */
export async function runFiles(paths: readonly string[], options: RunFilesOptions = {}): Promise<number> {
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const tell = (event: RunEvent): void => void (options.json && process.stdout.write(`${JSON.stringify(event)}\n`));
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  let code = 0;
  try {
    for (const path of paths) {
      if (stop.signal.aborted) break;
      try {
        const ok = await runFile(path, options, { say, tell, signal: stop.signal });
        if (!ok) code = 1;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        say(`${error.message}\n${error.hint}`);
        tell({ event: "problem", notebook: path, ...error.toJSON() });
        code = usageProblems.has(error.code) ? 2 : Math.max(code, 1);
      }
    }
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
  return code;
}

interface Telling {
  readonly say: (text: string) => void;
  readonly tell: (event: RunEvent) => void;
  readonly signal: AbortSignal;
}

async function runFile(path: string, options: RunFilesOptions, { say, tell, signal }: Telling): Promise<boolean> {
  const kernel = kernelOf(options);
  const timeout = timeoutOf(options);
  const file = await readNotebookFile(path);
  const output = outputPath(file, options);
  say(`${file.name} (${file.notebook.cells.filter((cell) => cell.cell_type === "code").length} cells, kernel ${kernel})`);
  const progress = new CellProgress();
  const { notebook, ok, failed, seconds } = await runNotebook(file.notebook, {
    folder: file.folder,
    kernel,
    signal,
    ...(timeout !== undefined && { timeout }),
    onCell: (event) => {
      progress.show(event);
      tell({ event: "cell", notebook: path, ...event });
    },
  }).finally(() => progress.stop());
  if (failed) {
    const { index, id, ename, evalue, traceback } = failed;
    const why = traceback.join("\n");
    say(
      `\n${file.name} failed in cell ${index + 1} (${id}): ${ename}: ${evalue}\n${process.stderr.isTTY ? why : stripVTControlCharacters(why)}\n`,
    );
    tell({ event: "failed", notebook: path, failed });
  }
  await writeAtomically(output, `${JSON.stringify(notebook, null, 1)}\n`);
  say(`${ok ? "Done" : "Stopped"} after ${formatSeconds(seconds)}: ${output}`);
  tell({ event: "written", notebook: path, path: output });
  if (options.html) {
    const page = await writeWebPage(output);
    say(`Web page: ${page}`);
    tell({ event: "written", notebook: path, path: page });
  }
  tell({ event: "done", notebook: path, ok, seconds });
  return ok;
}

function outputPath({ path, name, kind }: NotebookFile, { output, inPlace }: RunFilesOptions): string {
  if (!inPlace) return join(output ?? inHome("runs"), `${name}.ipynb`);
  if (kind === "notebook") return path;
  throw new Problem("not-in-place", `${path} is a script: it has no place for outputs`, {
    hint: "Leave out --in-place, or name the notebook",
  });
}

function kernelOf({ kernel = "tslab" }: RunFilesOptions): KernelName {
  const known = kernelNames.find((name) => name === kernel);
  if (known) return known;
  throw new Problem("unknown-kernel", `There is no kernel ${kernel}`, { hint: `Name one of ${kernelNames.join(", ")}` });
}

function timeoutOf({ timeout }: RunFilesOptions): number | undefined {
  if (timeout === undefined || timeout > 0) return timeout;
  throw new Problem("wrong-timeout", `Expected the timeout to be a number of seconds above 0 but got ${timeout}`, {
    hint: "For example --timeout 600",
  });
}
