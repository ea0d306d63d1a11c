import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { cellSignal } from "../../base/index.ts";
import type { Finding } from "./check-file.ts";
import type { Task } from "./check-thread.ts";

/** Files that a thread takes at a time: messages cost little then, and the count still moves. */
const atATime = 16;

/**
 * What is found in each file, `[N]`, looked into by as many threads as there are cores. Ends when the running cell is stopped.
 *
 * @param advance told how many more are done
 */
export async function checkFiles(paths: readonly string[], advance: (count: number) => void): Promise<Finding[]> {
  const signal = cellSignal();
  signal?.throwIfAborted();
  const findings = new Array<Finding>(paths.length);
  const tasks: Task[] = Array.from({ length: Math.ceil(paths.length / atATime) }, (_, index) => ({
    first: index * atATime,
    paths: paths.slice(index * atATime, (index + 1) * atATime),
  }));
  const workers = Array.from({ length: Math.min(tasks.length, availableParallelism()) }, startThread);
  try {
    await new Promise<void>((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      let open = tasks.length;
      if (open === 0) resolve();
      let next = 0;
      const feed = (worker: Worker): void => {
        const task = tasks[next++];
        if (task) worker.postMessage(task);
      };
      for (const worker of workers) {
        worker.on("message", ({ first, findings: some }: { readonly first: number; readonly findings: readonly Finding[] }) => {
          for (const [index, finding] of some.entries()) findings[first + index] = finding;
          advance(some.length);
          if (--open === 0) resolve();
          else feed(worker);
        });
        worker.on("error", reject);
        worker.on("exit", (code) =>
          reject(new Error(`Expected the thread that looks into pictures to go on but it ended with code ${code}`)),
        );
        feed(worker);
      }
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return findings;
}

const startThread = (): Worker => new Worker(new URL("./check-thread.ts", import.meta.url), { execArgv: ["--no-warnings"] });
