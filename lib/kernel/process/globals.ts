import { showsItself } from "../../plot/mime.ts";
import type { Header } from "../protocol/message.ts";
import { type Bundle, bundleOf, toBundle } from "./display.ts";
import type { Execution } from "./execution.ts";
import type { Iopub } from "./iopub.ts";
import type { Tslab } from "./tslab.ts";

interface Place {
  readonly id?: string;
  readonly update?: boolean;
}

/**
 * Gives cells the globals of the course kernel: `display`, `clearOutput`, and `Symbol.for("descent.cell")`, through which the
 * library finds the signal of the cell that calls it. tslab's own `display` is connected too.
 */
export function defineGlobals(execution: Execution, iopub: Iopub, tslab: Tslab["jupyter"]): void {
  const request = (): Header | Record<string, never> => execution.current?.request ?? {};

  const show = (data: Bundle, { id, update = false }: Place = {}): void => {
    if (update && id === undefined)
      throw new TypeError("Expected an id with update: true, the one under which the display was first shown");
    const transient = id === undefined ? {} : { display_id: id };
    iopub.publish(update ? "update_display_data" : "display_data", { data, metadata: {}, transient }, request());
  };

  const display = (candidate: unknown, place?: Place): Promise<void> | undefined => {
    if (showsItself(candidate)) return bundleOf(candidate, execution.current).then((bundle) => bundle && show(bundle, place));
    show(toBundle(candidate, execution.current), place); // at once, so that a synchronous loop can show how far it is
    return undefined;
  };

  const clearOutput = (wait = false): void => iopub.publish("clear_output", { wait }, request());

  Object.assign(globalThis, { display, clearOutput });
  Object.defineProperty(globalThis, Symbol.for("descent.cell"), { get: () => execution.asking, configurable: true });
  tslab.lastWriteDisplayData = ({ data, transient: { display_id: id } }, update) =>
    show(toBundle(data, execution.current), id === undefined ? {} : { id, update });
}
