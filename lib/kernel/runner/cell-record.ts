import { formatSeconds } from "../../base/format.ts";
import type { CodeCell, NotebookOutput } from "../../notebook/format.ts";
import type { Content } from "../protocol/message.ts";
import type { CellOutputs } from "./outputs.ts";
import type { CellEnd } from "./session.ts";

/** Why a cell failed, in the words of Jupyter's protocol. */
export interface Failure {
  /** What was thrown; `KernelDied`, `CellTimeout` and `KeyboardInterrupt` are the runner's own. */
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** What is known of a cell that ran. */
export interface RanCell {
  readonly outputs: CellOutputs;
  readonly end: CellEnd;
  readonly failure: Failure | undefined;
}

/** Why a cell failed; undefined where it did not. */
export function failureOf(
  end: CellEnd,
  { outputs, timeout }: { readonly outputs: readonly NotebookOutput[]; readonly timeout: number | undefined },
): Failure | undefined {
  switch (end.kind) {
    case "died":
      return { ename: "KernelDied", evalue: `The kernel ended while the cell ran: ${end.end.how}`, traceback: end.end.log.split("\n") };
    case "late":
      return { ename: "CellTimeout", evalue: `The cell took longer than ${formatSeconds(timeout ?? 0)}`, traceback: [] };
    case "stopped":
      return { ename: "KeyboardInterrupt", evalue: "The run was stopped", traceback: [] };
    case "answered":
      return end.answer["status"] === "ok" ? undefined : failureOfAnswer(end.answer, outputs);
  }
}

/** Whether a cell is there to show an error. */
export function mayRaise({ metadata: { tags } }: CodeCell): boolean {
  return Array.isArray(tags) && tags.includes("raises-exception");
}

/** A cell as it was run; one that was not has no outputs. What ended it is among them, also where the kernel could not say so. */
export function withOutputs(cell: CodeCell, ran: RanCell | undefined): CodeCell {
  if (ran === undefined) return { ...cell, execution_count: null, outputs: [] };
  const { end, failure } = ran;
  const { outputs } = ran.outputs;
  const told = failure === undefined || end.kind === "answered" || outputs.some((output) => output.output_type === "error");
  const count = end.kind === "answered" ? end.answer["execution_count"] : undefined;
  return {
    ...cell,
    execution_count: typeof count === "number" ? count : null,
    outputs: told ? outputs : [...outputs, { output_type: "error", ...failure }],
  };
}

/** Stock tslab answers `error` and says why in its output only, so that is read where the answer tells nothing. */
function failureOfAnswer({ status, ename, evalue, traceback }: Content, outputs: readonly NotebookOutput[]): Failure {
  const printed = outputs.flatMap((output) =>
    output["name"] === "stderr" && Array.isArray(output["text"]) ? output["text"].map(String) : [],
  );
  const lines = printed.map((line) => line.trimEnd()).filter((line) => line !== "");
  return {
    ename: typeof ename === "string" ? ename : "Error",
    evalue: typeof evalue === "string" ? evalue : (lines[0] ?? `The kernel answered ${String(status)}`),
    traceback: Array.isArray(traceback) ? traceback.map(String) : lines,
  };
}
