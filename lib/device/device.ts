import { leaks } from "./leaks.ts";
import { memory } from "./memory.ts";
import type { DeviceReport } from "./report.ts";
import { current, survey, use } from "./use.ts";
import { watch } from "./watch/watch.ts";

/** What computes, and what it holds in memory. */
export const device = {
  use,
  /** The report of the engine in use; undefined before `device.use()`. */
  get current(): DeviceReport | undefined {
    return current();
  },
  engines: survey,
  memory,
  leaks,
  watch,
};
