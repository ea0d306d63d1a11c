import { join } from "node:path";
import { expect } from "vitest";
import { testWith } from "../../support/parts.ts";
import { shown } from "./outputs.ts";
import { type Cell, Workplace } from "./workplace.ts";

interface Executed {
  readonly outputs: readonly (readonly string[])[];
  /** The name of Python's exception that ended the run, or nothing. */
  readonly raised: string;
}

/** Executes a notebook of these cells by nbclient. @param options of its `NotebookClient` */
async function execute(cells: readonly Cell[], options: Readonly<Record<string, unknown>> = {}): Promise<Executed> {
  const workplace = await Workplace.make();
  await workplace.write("a.ipynb", cells);
  const { stdout } = await workplace.run("python", [join(import.meta.dirname, "execute.py"), "a.ipynb", JSON.stringify(options)]);
  return { outputs: shown(await workplace.read("a.ipynb")), raised: stdout.trim() };
}

const failing: Cell = { source: "throw new TypeError('wrong')" };

testWith("tools")(
  "nbclient ends at a failing cell, unless errors are allowed or its tag says that it is to fail",
  async () => {
    const cells = [failing, { source: "2" }];
    const tagged = [{ ...failing, metadata: { tags: ["raises-exception"] } }, { source: "2" }];
    const [ended, allowed, expected] = await Promise.all([execute(cells), execute(cells, { allow_errors: true }), execute(tagged)]);
    const error = "error: TypeError: wrong";
    expect(ended).toEqual({ outputs: [[error], []], raised: "CellExecutionError" });
    expect(allowed).toEqual({ outputs: [[error], ["2"]], raised: "" });
    expect(expected).toEqual({ outputs: [[error], ["2"]], raised: "" });
  },
  120_000,
);

testWith("tools")(
  "nbclient interrupts a cell that takes too long, and the next cell knows what was before it",
  async () => {
    const loops = [
      "for (;;) {}",
      "for (;;) await new Promise((resolve) => setTimeout(resolve, 5));",
      "await new Promise((resolve) => setTimeout(resolve, 5)); for (;;) {}",
    ];
    const cells = [{ source: "const kept = 7;" }, ...loops.flatMap((source) => [{ source }, { source: "kept" }])];
    const { outputs, raised } = await execute(cells, { timeout: 8, interrupt_on_timeout: true, allow_errors: true });
    expect(outputs).toEqual([[], ...loops.flatMap(() => [["error: KeyboardInterrupt: Interrupted"], ["7"]])]);
    expect(raised).toBe("");
  },
  120_000,
);
