import type { Failure } from "../link/messages.ts";
import { paint } from "../link/paint.ts";
import type { CodeEnd } from "./code-handle.ts";

const lost = "Its variables are gone; the next cell starts in a new process.";

/** What to tell of a cell that was stopped before or after its code ran, or by ending the process. */
export function interruptedFailure(how: "before" | "restarted"): Failure {
  const evalue = how === "before" ? "Interrupted" : "Interrupted. Nothing milder stopped the code, so its process was ended";
  return failure("KeyboardInterrupt", evalue, how === "before" ? undefined : lost);
}

/** What to tell of a cell whose process has ended. */
export function processFailure({ code, signal, log }: CodeEnd): Failure {
  if (/heap out of memory|Reached heap limit|allocation failed/i.test(log)) {
    return failure(
      "OutOfMemory",
      "The cell needed more memory than there is",
      `${lost} Keep less at a time: dispose tensors, load in batches.`,
    );
  }
  if (signal !== null) {
    const reason = log.split("\n").filter((line) => /Check failed|FATAL|terminate called|what\(\)|Assertion/.test(line));
    return failure("ProcessCrash", [`The process that runs the cells was ended by ${signal}`, ...reason].join("\n"), lost);
  }
  if (code === null)
    return failure(
      "ProcessCrash",
      `The process that runs the cells could not be started: ${log}`,
      "npx descent doctor shows what is missing",
    );
  return failure("ProcessExit", `The process that runs the cells was ended with code ${code}, as by process.exit(${code})`, lost);
}

function failure(ename: string, evalue: string, hint?: string): Failure {
  const traceback = [`${paint("red", ename)}: ${evalue}`, ...(hint === undefined ? [] : [`${paint("cyan", "Hint:")} ${hint}`])];
  return { ename, evalue, traceback };
}
