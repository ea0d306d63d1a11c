/** The thread of `endWithParent`. */
import { workerData } from "node:worker_threads";

/** How often the thread looks, and how long the process may take to end by itself, in milliseconds. */
const interval = 1000;
const grace = 2000;

const { parent } = workerData as { readonly parent: number };

if (parent > 1) {
  const timer = setInterval(() => {
    if (lives(parent)) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.kill(process.pid, "SIGKILL"), grace); // where a cell keeps the process from answering
  }, interval);
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"; // it lives, under another user
  }
}
