import { Worker } from "node:worker_threads";

/**
 * Ends this process when the one that started it is gone: a front end that is killed can't ask its kernels to shut down.
 *
 * A thread watches, for a cell may keep this one busy. The parent is the process that `JPY_PARENT_PID` names, as Jupyter's launchers
 * set it, else the parent by the system's word.
 */
export function endWithParent(): void {
  const named = Number(process.env["JPY_PARENT_PID"]);
  const worker = new Worker(new URL("./parent-watch-thread.ts", import.meta.url), {
    workerData: { parent: named > 1 ? named : process.ppid },
    execArgv: ["--no-warnings"],
  });
  worker.unref();
}
