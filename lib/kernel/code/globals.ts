import { showsItself } from "../../plot/mime.ts";
import { Comms } from "./comms.ts";
import type { Control } from "./control.ts";
import { type Bundle, bundleOf, toBundle } from "./display.ts";
import type { Execution } from "./execution.ts";
import type { Reports } from "./reports.ts";

interface Place {
  readonly id?: string;
  readonly update?: boolean;
}

interface Parts {
  readonly execution: Execution;
  readonly reports: Reports;
  readonly control: Control;
}

/**
 * Gives cells the globals of the course kernel: `display`, `clearOutput`, `comms`, `prompt`, `confirm` and `alert` as in a browser, and
 * `Symbol.for("descent.cell")`, through which the library finds the signal of the cell that calls it.
 *
 * @returns what the front and tslab's own `display` are connected to
 */
export function defineGlobals({ execution, reports, control }: Parts) {
  const cellId = (): number => execution.current?.id ?? 0;

  const show = (data: Bundle, { id, update = false }: Place = {}): void => {
    if (update && id === undefined)
      throw new TypeError("Expected an id with update: true, the one under which the display was first shown");
    const transient = id === undefined ? {} : { display_id: id };
    const message = update ? "update_display_data" : "display_data";
    reports.send({ type: "publish", cell: cellId(), message, content: { data, metadata: {}, transient } });
  };

  const display = (candidate: unknown, place?: Place): Promise<void> | undefined => {
    if (showsItself(candidate)) return bundleOf(candidate, execution.current).then((bundle) => bundle && show(bundle, place));
    show(toBundle(candidate, execution.current), place); // at once, so that a synchronous loop can show how far it is
    return undefined;
  };

  const clearOutput = (wait = false): void => reports.send({ type: "publish", cell: cellId(), message: "clear_output", content: { wait } });

  const comms = new Comms(({ type: message, ...parts }) => reports.send({ type: "publish", cell: cellId(), message, ...parts }));

  const ask = (prompt: string, password = false): string | null => {
    if (!execution.current?.asksInput) {
      throw new Error(
        "Expected a front end that can ask its user, but this one can't (allow_stdin is false). Set a variable in the cell instead.",
      );
    }
    return control.waitForAnswer(() => reports.send({ type: "ask", cell: cellId(), prompt, password }));
  };

  Object.assign(globalThis, {
    display,
    clearOutput,
    comms,
    prompt: (text = "", otherwise = ""): string | null => ask(text ? `${text} ` : "") || otherwise,
    confirm: (text = "Confirm"): boolean => /^y(es)?$/i.test(ask(`${text} [y/N] `)?.trim() ?? ""),
    alert: (text = "Alert"): void => void ask(`${text} [Enter] `),
  });
  Object.defineProperty(globalThis, Symbol.for("descent.cell"), { get: () => execution.asking, configurable: true });
  return { comms, show: (data: unknown, place: Place) => show(toBundle(data, execution.current), place) };
}
