import { readdir, readFile } from "node:fs/promises";

/** What a process and all that it has started take. */
export interface TreeUse {
  /** Memory in place, in bytes; pages that two of them share count twice. */
  readonly memory: number;
  /** Processor time since their start, in milliseconds. */
  readonly processor: number;
  readonly processes: number;
}

/**
 * What a tree of processes takes now, from Linux's /proc.
 *
 * @throws Error on another system, or where the process has ended
 */
export async function treeUse(pid: number): Promise<TreeUse> {
  if (process.platform !== "linux") throw new Error("is only measured on Linux");
  const tree = await treeOf(pid);
  const uses = await Promise.all(tree.map(useOf));
  return {
    memory: uses.reduce((sum, { memory }) => sum + memory, 0),
    processor: uses.reduce((sum, { processor }) => sum + processor, 0),
    processes: tree.length,
  };
}

/** The process itself and its children's trees; each thread of a process lists the children that it has started. */
async function treeOf(pid: number): Promise<number[]> {
  const lists = (await threadsOf(pid)).map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, "utf8").catch(() => ""));
  const children = (await Promise.all(lists)).flatMap((list) => list.split(" ").filter(Boolean).map(Number));
  return [pid, ...(await Promise.all(children.map(treeOf))).flat()];
}

async function useOf(pid: number): Promise<{ readonly memory: number; readonly processor: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  // The first figure of schedstat: nanoseconds on a processor. The clock ticks of /proc/PID/stat are too coarse for an idle kernel.
  const times = (await threadsOf(pid)).map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8").catch(() => "0"));
  const nanoseconds = (await Promise.all(times)).reduce((sum, line) => sum + Number(line.split(" ")[0]), 0);
  return { memory: kilobytes * 1024, processor: nanoseconds / 1e6 };
}

const threadsOf = (pid: number): Promise<string[]> => readdir(`/proc/${pid}/task`);
