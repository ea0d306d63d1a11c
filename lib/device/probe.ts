import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { messageOf, Problem } from "../base/problem.ts";
import type { EngineName } from "./engine.ts";
import type { EngineReport } from "./report.ts";

const child = join(import.meta.dirname, "probe-child.ts");

/**
 * Tries an engine in a process of its own: a crash in its native code is a finding there, and the engine in use here stays as it is.
 */
export async function probe(name: EngineName): Promise<EngineReport> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [child, name], { timeout: 60_000 });
    return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as EngineReport;
  } catch (cause) {
    const { signal, killed } = cause as { readonly signal?: string; readonly killed?: boolean };
    const why = killed
      ? "does not answer within 60 s"
      : signal
        ? `crashes with ${signal}`
        : `does not start: ${messageOf(cause).split("\n")[0]}`;
    return { name, works: false, why, mend: "npm run setup" };
  }
}

/** The report of an engine that threw. */
export function failure(name: EngineName, thrown: unknown): Extract<EngineReport, { works: false }> {
  return { name, works: false, why: messageOf(thrown), mend: thrown instanceof Problem ? thrown.hint : "npm run setup" };
}
