import { KeyboardInterrupt } from "./keyboard-interrupt.ts";

/** The global that instrumented code looks at in its loops; true while code that does not listen is to end. */
export const stopFlag = "globalThis.__stop__";

/** Raises and lowers the flag from the thread that runs the cells. The control thread raises it from outside, by the same name. */
export const stop = {
  lower(): void {
    Object.assign(globalThis, { __stop__: false });
  },

  /** What code calls that finds the flag up. @throws KeyboardInterrupt that tells where the code was */
  obey(): never {
    const interrupt = new KeyboardInterrupt();
    Error.captureStackTrace(interrupt, stop.obey);
    throw interrupt;
  },
};
