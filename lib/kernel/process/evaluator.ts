import { setImmediate as eventLoopTurn } from "node:timers/promises";
import { format } from "node:util";
import type { CompletionInfo, Converter, ConvertResult, Diagnostic } from "tslab/dist/converter.js";
import type { Executor } from "tslab/dist/executor.js";
import type { Cell } from "./cell.ts";
import { awaits, interruptible } from "./interruptible.ts";
import { withoutShorthand } from "./shorthand.ts";
import type { LineOf } from "./traceback.ts";
import { teachFitToStop } from "./training.ts";
import { loadTslab, type Tslab } from "./tslab.ts";

/** How a cell's code ended: with type errors, with something thrown, or well, perhaps with a value. */
export type Outcome =
  | { readonly kind: "rejected"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "thrown"; readonly thrown: unknown }
  | { readonly kind: "done"; readonly value?: unknown };

interface Scope {
  __tslab__: { require: NodeJS.Require } & Partial<typeof awaits>;
}

/** Runs cells one after the other on tslab's converter and executor: what one declares, later ones see. */
export class Evaluator {
  readonly #tslab: Tslab;
  readonly #executor: Executor;
  readonly #converter: Converter;
  readonly #lines = new Map<number, readonly string[]>();
  #running: Cell | undefined;
  #outcome: Outcome = { kind: "done" };
  /** The declarations of earlier cells, as the executor will pass them with the next. */
  #declarations = "";
  #prepared: { readonly declarations: string; readonly code: string; readonly result: ConvertResult } | undefined;

  /** @param folder the notebook's: imports are looked for from there */
  constructor(folder: string) {
    this.#tslab = loadTslab(folder);
    this.#converter = this.#tslab.converter.createConverter({ isJS: false, isBrowser: false });
    const node: Converter = { ...this.#converter, convert: (declarations, code) => this.#prepare(declarations, code) };
    // tslab never converts for browsers in a kernel, so one converter serves both names.
    const converters = { node, browser: node, close: () => this.#converter.close() };
    this.#executor = this.#tslab.executor.createExecutor(folder, converters, {
      log: (value: unknown) => {
        this.#outcome = { kind: "done", value };
      },
      error: (...parts: unknown[]) => this.#failed(parts),
    });
    const scope = (globalThis as unknown as Scope).__tslab__;
    const { require } = scope;
    const requireAndTeach = (id: string): unknown => {
      const loaded: unknown = require(id);
      teachFitToStop(require.cache);
      return loaded;
    };
    Object.assign(scope, awaits, { require: Object.assign(requireAndTeach, require) });
  }

  /** The part of tslab through which its own `display` reaches the front end. */
  get tslabDisplay(): Tslab["jupyter"] {
    return this.#tslab.jupyter;
  }

  get language(): { readonly version: string } {
    return { version: this.#tslab.compiler.version };
  }

  readonly lineOf: LineOf = (cell, line) => this.#lines.get(cell)?.[line - 1];

  /** Runs a cell's code; only one runs at a time. */
  async execute(code: string, cell: Cell): Promise<Outcome> {
    this.#running = cell;
    this.#outcome = { kind: "done" };
    try {
      if (this.#tslab.metadata.getCodeMetadata(code).module === undefined) {
        // To check types may take a second. tslab runs the code in the same breath, and Node loses a signal that came before that.
        const { declOutput } = this.#prepare(this.#declarations, code);
        await eventLoopTurn(); // ends the turn in which the request came in
        await eventLoopTurn(); // and in this one signals are heard
        cell.signal.throwIfAborted();
        if (await this.#executor.execute(code)) this.#declarations = declOutput ?? "";
      } else await this.#executor.execute(code);
      teachFitToStop(this.#require.cache);
      return this.#outcome;
    } catch (thrown) {
      return { kind: "thrown", thrown };
    } finally {
      this.#running = undefined;
      this.#prepared = undefined;
    }
  }

  /** Gives up waiting for the running cell, whose code may go on until its next `await`. */
  abandon(): void {
    this.#executor.interrupt();
  }

  complete(code: string, position: number): CompletionInfo {
    return this.#executor.complete(code, position);
  }

  /** What the compiler knows of the name at a position, as text; undefined where it knows nothing. */
  inspect(code: string, position: number): string | undefined {
    const info = this.#executor.inspect(code, position);
    return info && this.#tslab.inspect.printQuickInfo(info);
  }

  /** Whether a front end should run the code or let its user write on. */
  isComplete(code: string): { readonly status: "complete" | "invalid" } | { readonly status: "incomplete"; readonly indent: string } {
    const { completed, indent = "" } = this.#tslab.converter.isCompleteCode(code);
    if (!completed) return { status: "incomplete", indent };
    const { diagnostics = [] } = this.#tslab.compiler.transpileModule(code, { reportDiagnostics: true });
    return { status: diagnostics.length > 0 ? "invalid" : "complete" };
  }

  close(): void {
    this.#executor.close();
  }

  get #require(): NodeJS.Require {
    return (globalThis as unknown as Scope).__tslab__.require;
  }

  /** Converts a cell, once: what has been prepared is used where the executor asks for the same. */
  #prepare(declarations: string, code: string): ConvertResult {
    const prepared = this.#prepared;
    if (prepared?.declarations === declarations && prepared.code === code) return prepared.result;
    const result = this.#convert(declarations, code);
    this.#prepared = { declarations, code, result };
    return result;
  }

  #convert(declarations: string, code: string): ConvertResult {
    const converted = this.#converter.convert(declarations, withoutShorthand(code, this.#tslab.compiler));
    if (converted.diagnostics.length > 0) this.#outcome = { kind: "rejected", diagnostics: converted.diagnostics };
    for (const side of converted.sideOutputs ?? []) side.data = interruptible(side.data, this.#tslab.compiler).code;
    if (converted.output === undefined) return converted;
    const { code: output, awaitsAtTop } = interruptible(converted.output, this.#tslab.compiler);
    const number = this.#running?.number ?? 0;
    // tslab keeps what a cell declares, and its last value, as properties of `exports`; the learner wrote none of that.
    this.#lines.set(number, converted.output.replace(/\bexports\.(?:tsLastExpr = )?/g, "").split("\n"));
    return {
      ...converted,
      output: `${output}\n//# sourceURL=In[${number}]`, // what frames of its stack are called
      hasToplevelAwait: converted.hasToplevelAwait === true || awaitsAtTop,
    };
  }

  /** What tslab's executor prints as an error: something thrown, or a diagnostic in words with its place. */
  #failed(parts: readonly unknown[]): void {
    if (this.#outcome.kind === "rejected") return;
    if (parts.length === 1) this.#outcome = { kind: "thrown", thrown: parts[0] };
    else process.stderr.write(`${format(...parts)}\n`); // of a cell that defines a module: tslab goes on
  }
}
