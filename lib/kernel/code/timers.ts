import { promisify } from "node:util";
import { cells } from "./cell.ts";

type Start = (run: (...given: unknown[]) => void, ...rest: unknown[]) => object;

/** The global functions that start timers, and those that end them. */
const pairs = [
  ["setTimeout", "clearTimeout"],
  ["setInterval", "clearInterval"],
  ["setImmediate", "clearImmediate"],
] as const;

/** Lets every cell know the timers that its code starts, so that an interrupt can end those too. */
export function keepTimers(): void {
  for (const [name, end] of pairs) {
    const start = globalThis[name] as unknown as Start;
    const clear = globalThis[end] as (timer: object) => void;
    const kept: Start = (run, ...rest) => {
      const cell = cells.getStore();
      if (cell === undefined || typeof run !== "function") return start(run, ...rest);
      const once = (...given: unknown[]): void => {
        cell.timers.delete(timer);
        run(...given);
      };
      const timer = start(name === "setInterval" ? run : once, ...rest);
      cell.timers.set(timer, () => clear(timer));
      return timer;
    };
    // What `promisify(setTimeout)` gives is Node's own.
    const custom = promisify.custom in start ? { [promisify.custom]: start[promisify.custom] } : {};
    Object.assign(globalThis, { [name]: Object.assign(kept, custom) });
    const cleared = (timer: object): void => {
      cells.getStore()?.timers.delete(timer);
      clear(timer);
    };
    Object.assign(globalThis, { [end]: cleared });
  }
}
