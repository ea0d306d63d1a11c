import { bundleOf, type Displayable, displaySymbol, type MimeBundle } from "./mime.ts";

/** A value that takes its time: `await` it to work with it, or `show` it, which waits for it. */
export type Late<T> = Promise<T> & Displayable;

/**
 * Makes a promise show what it becomes.
 *
 * What goes wrong is told to who awaits or shows it, however late that is.
 *
 * @example
 * show(late(drawSlowly()), table(columns, rows)); // both, in this order
 */
export function late<T>(promise: Promise<T>): Late<T> {
  // Node.js ends a process in which nobody listens to a promise that fails, though `show` may come to this one only after another.
  promise.catch(() => undefined);
  return Object.assign(promise, { [displaySymbol]: (): Promise<MimeBundle> => promise.then(bundleOf) });
}
