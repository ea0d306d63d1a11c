import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { Checker } from "../../../lib/kernel/checker/checker.ts";
import type { ConvertedCell } from "../../../lib/kernel/checker/messages.ts";

/** A folder of a notebook, and cells that run in it one after the other as tslab's executor runs them. */
export class Notebook {
  readonly folder: string = mkdtempSync(join(tmpdir(), "descent-checker-"));
  readonly checker: Checker = Checker.start(this.folder);
  /** What the cell that ran last was converted to. */
  converted: ConvertedCell | undefined;
  readonly #variables: Record<string, unknown> = {};
  readonly #require = createRequire(join(this.folder, "cell.js"));
  #assigned = new Set<string>();

  /** Runs a cell. @returns its value @throws Error with the words of its errors where it is rejected; what it throws */
  async run(code: string): Promise<unknown> {
    const cell = await this.checker.convert(code);
    if (cell.kind === "rejected" || cell.kind === "module") {
      const [first] = cell.diagnostics;
      if (first) throw new Error(`${first.start.line + 1}:${first.start.character + 1} ${first.messageText}`);
    }
    if (cell.kind !== "converted") return undefined;
    this.converted = cell;
    this.#assigned = new Set();
    const body: (exports: object, require: NodeJS.Require) => Promise<void> = runInThisContext(
      `(async (exports, require) => {${cell.output}\n})`,
      { lineOffset: 0, columnOffset: -"(async (exports, require) => {".length, filename: "cell.js" },
    );
    try {
      await body(this.#exports(), this.#require);
      this.checker.keep();
    } catch (error) {
      this.checker.keep([...this.#assigned]);
      throw error;
    }
    return cell.lastExpression && this.#variables[cell.lastExpression];
  }

  close(): void {
    this.checker.close();
    rmSync(this.folder, { recursive: true });
  }

  #exports(): object {
    const set = (name: string | symbol, value: unknown): true => {
      if (name === "__esModule") return true;
      this.#assigned.add(String(name));
      this.#variables[String(name)] = value;
      return true;
    };
    return new Proxy(this.#variables, {
      set: (_target, name, value) => set(name, value),
      defineProperty: (_target, name, { get, value }) => set(name, get ? get() : value),
    });
  }
}
