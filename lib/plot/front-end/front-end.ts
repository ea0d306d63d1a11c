import type { FrontEnd } from "./contract.ts";
import { courseKernel } from "./course-kernel.ts";
import { stockTslab } from "./stock-tslab.ts";
import { terminal } from "./terminal.ts";

/** The front end of this moment. Asked anew each time, for a kernel sets its display up after the library may have been loaded. */
export function frontEnd(): FrontEnd {
  return courseKernel() ?? stockTslab() ?? terminal;
}
