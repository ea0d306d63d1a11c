/** What ends a cell that the learner stops; the name is Python's, which front ends know. */
export class KeyboardInterrupt extends Error {
  constructor() {
    super("Interrupted");
    this.name = "KeyboardInterrupt";
    this.stack = `${this.name}: ${this.message}`; // where the cell was is told by the front end's own mark on it
  }
}

/** Whether something thrown means that the learner stopped the cell, by whichever of tslab's and Node's ways. */
export function isInterrupt(thrown: unknown): boolean {
  if (thrown instanceof KeyboardInterrupt) return true;
  return (
    thrown instanceof Error &&
    // vm's answer to SIGINT in synchronous code, and tslab's in awaited code
    (("code" in thrown && thrown.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED") || thrown.message === "Interrupted asynchronously")
  );
}
