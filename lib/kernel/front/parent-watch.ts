/** How often the parent is looked for, in milliseconds. */
const interval = 1000;

/**
 * Calls `gone` when the process that started this one has ended: a front end that is killed can't ask its kernels to shut down.
 *
 * The parent is the process that `JPY_PARENT_PID` names, as Jupyter's launchers set it, else the parent by the system's word.
 */
export function watchParent(gone: () => void): void {
  const named = Number(process.env["JPY_PARENT_PID"]);
  const parent = named > 1 ? named : process.ppid;
  if (parent <= 1) return;
  const timer = setInterval(() => {
    if (lives(parent)) return;
    clearInterval(timer);
    gone();
  }, interval);
  timer.unref();
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"; // it lives, under another user
  }
}
