import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { ProcessNote } from "../base/run-state.ts";
import { ask } from "./commands.ts";

/** When a process started, in the words of the operating system: tells it from a later one with the same number. Undefined: no such process. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform !== "linux") return (await ask("ps", "-o", "lstart=", "-p", String(pid))) || undefined;
  const line = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  // Fields after the name in parentheses: state is the 3rd, start time in clock ticks since boot the 22nd (proc(5)).
  const fields = line?.slice(line.lastIndexOf(")") + 2).split(" ");
  return fields && fields[0] !== "Z" ? fields[22 - 3] : undefined;
}

/** Notes a running process. @throws Error when there is none with that number */
export async function noteProcess(pid: number): Promise<ProcessNote> {
  const started = await startOf(pid);
  if (started === undefined) throw new Error(`Expected process ${pid} to run but there is none`);
  return { pid, started };
}

/** Whether the noted process (and not another with its number) still runs. */
export async function stillRuns(note: ProcessNote): Promise<boolean> {
  return (await startOf(note.pid)) === note.started;
}

/**
 * Ends a process that leads a group of its own: first politely, then with its whole group by force.
 *
 * @param patience seconds that it has for ending by itself
 */
export async function endProcess(note: ProcessNote, patience = 10): Promise<void> {
  if (!(await stillRuns(note))) return;
  signal(note.pid, "SIGTERM");
  const deadline = performance.now() + patience * 1000;
  while (performance.now() < deadline && (await stillRuns(note))) await pause(50);
  // It does not listen: its whole group goes.
  if (await stillRuns(note)) signal(-note.pid, "SIGKILL");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
