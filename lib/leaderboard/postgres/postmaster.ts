import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./run.ts";

/** A PostgreSQL server that runs. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** Whether a process of that number runs, whoever owns it. */
export function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * The server that runs on a data folder, by the folder's `postmaster.pid`; undefined where none does.
 *
 * After a crash the file stays behind. PostgreSQL sees through that, unless the number has since been given to another process of the
 * same user: then it would refuse to start, so such a file is removed here.
 */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const path = join(data, "postmaster.pid");
  // Lines of the file: pid, data folder, start time, port, … (PostgreSQL's miscadmin.h)
  const lines = (await readFile(path, "utf8").catch(() => "")).split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !processLives(pid)) return undefined;
  const command = await commandOf(pid);
  if (command === undefined || (command.includes("postgres") && command.includes(data))) return port ? { pid, port } : undefined;
  await rm(path, { force: true });
  return undefined;
}

/** The command line of a process; undefined where the system does not tell. */
async function commandOf(pid: number): Promise<string | undefined> {
  if (process.platform === "win32") return undefined;
  if (process.platform === "linux") return readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return (await run("ps", ["-o", "command=", "-p", String(pid)], { folder: "/" })).output;
}
