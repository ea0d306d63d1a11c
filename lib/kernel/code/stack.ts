import { projectRoot } from "../../base/paths.ts";
import type { Places } from "./places.ts";

/** A stack frame in a cell, as V8 tells it: its cell, and its line and column, from 1, in the code that runs. */
const inCell = /In\[(\d+)\]:(\d+):(\d+)/;

/** What runs the cells: no business of the learner's. */
const machinery = /[\\/]tslab[\\/]dist[\\/]|evalmachine\.<anonymous>|\(node:vm:/;

/** What V8 calls the object that a cell's functions are called on. */
const receiver = /^(async )?(Object|Module|Proxy)\.(?=\w+ \(In\[)/;

/**
 * Makes the `stack` of each error tell places in cells as their author wrote them, `cell [3], line 2:5`, without the frames of what runs the cells.
 */
export function readableStacks(places: Places): void {
  const readable = (frame: string): string[] => {
    const [written, cell, line, column] = inCell.exec(frame) ?? [];
    if (written === undefined) return machinery.test(frame) || frame.includes(`${projectRoot}/lib/kernel/`) ? [] : [frame];
    const place = places.find(Number(cell), Number(line), Number(column));
    // What no line of the cell stands for is the wrapper around it.
    return place ? [frame.replace(receiver, "$1").replace(written, `cell [${cell}], line ${place.line}:${place.column + 1}`)] : [];
  };
  Error.prepareStackTrace = (error, sites) =>
    [headOf(error), ...sites.flatMap((site) => readable(String(site))).map((frame) => `    at ${frame}`)].join("\n");
}

function headOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "Error"; // its own toString fails
  }
}
