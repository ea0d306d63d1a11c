/** What the course kernel says of the cell that runs; absent outside it. */
export interface RunningCell {
  /** Aborted when the learner presses Stop. */
  readonly signal: AbortSignal;
}

const key = Symbol.for("descent.cell");

/** The signal of the running notebook cell, or undefined outside a notebook. */
export function cellSignal(): AbortSignal | undefined {
  return (globalThis as { [key]?: RunningCell })[key]?.signal;
}
