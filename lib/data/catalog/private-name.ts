import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

let count = 0;

/** A name beside `target` that no other process and no other call uses: `NAME.PID-COUNT.ENDING`. */
export function privateName(target: string, ending: string): string {
  return `${target}.${process.pid}-${++count}.${ending}`;
}

/** The words between name and ending of all that lies beside `target` under such names, with their paths. */
export async function besides(target: string, ending: string): Promise<{ readonly owner: string; readonly path: string }[]> {
  const prefix = `${basename(target)}.`;
  const names = await readdir(dirname(target)).catch(() => []);
  return names
    .filter((name) => name.startsWith(prefix) && name.endsWith(`.${ending}`))
    .map((name) => ({ owner: name.slice(prefix.length, -ending.length - 1), path: join(dirname(target), name) }));
}

/** Whether a private name belongs to a process that is gone. */
export function isOrphan(owner: string): boolean {
  return /^\d+-\d+$/.test(owner) && !isAlive(Number.parseInt(owner, 10));
}

/** Removes what killed processes left beside `target`. */
export async function freeLeftovers(target: string, ending: string): Promise<void> {
  for (const { owner, path } of await besides(target, ending)) if (isOrphan(owner)) await rm(path, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // it exists, but belongs to another user
  }
}
