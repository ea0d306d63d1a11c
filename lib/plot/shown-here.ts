import { cellSignal } from "../base/index.ts";

/**
 * For values that are shown where they come about: tells, later on, whether the running cell is still the one in which this was called.
 * As that cell's last value there is nothing to add; in another cell they are shown once more.
 */
export function shownHere(): () => boolean {
  const cell = cellSignal();
  return () => cell !== undefined && cell === cellSignal();
}
