import type { FrontEnd } from "./front-end/contract.ts";
import { frontEnd } from "./front-end/front-end.ts";
import { bundleOf } from "./mime.ts";

/**
 * Shows values below the cell, in their order: what shows itself (figures, tables, data sets, models) as it does, anything else in words.
 *
 * The same on the course kernel, on stock tslab (which shows no results by itself) and, in words, on a terminal.
 *
 * @returns nothing where all is shown at once; a promise where a value takes its time to draw itself: `await` it to go on after that
 */
export function show(...values: readonly unknown[]): Promise<void> | undefined {
  return showFrom(values, 0, frontEnd());
}

function showFrom(values: readonly unknown[], start: number, target: FrontEnd): Promise<void> | undefined {
  for (let index = start; index < values.length; index++) {
    const bundle = bundleOf(values[index]);
    if (bundle instanceof Promise) {
      return bundle.then((awaited) => {
        target.show(awaited);
        return showFrom(values, index + 1, target);
      });
    }
    target.show(bundle);
  }
  return undefined;
}
