import type { Converter } from "tslab/dist/converter.js";
import type { Executor } from "tslab/dist/executor.js";
import type { CellCode } from "../link/messages.ts";
import { type Cell, cells } from "./cell.ts";
import { instrument } from "./instrument.ts";
import { Modules } from "./modules.ts";
import { Places } from "./places.ts";
import { stop } from "./stop.ts";
import { FitTeacher } from "./training.ts";
import { loadTslab } from "./tslab.ts";

/** How a cell's code ended: with something thrown, or well, perhaps with a value. */
export type Outcome =
  | { readonly kind: "thrown"; readonly thrown: unknown; readonly assigned: readonly string[] }
  | { readonly kind: "done"; readonly value?: unknown };

interface Scope {
  __tslab__: { require: NodeJS.Require; exports: Record<string, unknown> };
}

/** Runs cells one after the other on tslab's executor: what one sets, later ones see. */
export class Evaluator {
  readonly #executor: Executor;
  readonly #modules: Modules;
  readonly #places = new Places();
  readonly #fitTeacher = new FitTeacher();
  /** What cells declare. A plain object: tslab's own, a Proxy, makes each `i += 1` of a variable at the top of a cell 300 times slower. */
  readonly #exports: Record<string, unknown> = {};
  #prepared: ReturnType<Converter["convert"]> = { diagnostics: [] };
  #assigned = new Set<string>();
  #thrown: { readonly thrown: unknown } | undefined;

  /**
   * @param folder the notebook's: imports are looked for from there
   * @param display what tslab's own `display` is to do
   */
  constructor(folder: string, display: (data: unknown, place: { readonly id?: string; readonly update?: boolean }) => void) {
    const tslab = loadTslab(display);
    const never = (): never => {
      throw new Error("The front converts, completes and inspects; the code process only runs");
    };
    const converter: Converter = {
      convert: () => this.#prepared,
      inspect: never,
      complete: never,
      addModule: never,
      close: () => undefined,
    };
    this.#executor = tslab.executor.createExecutor(
      folder,
      { node: converter, browser: converter, close: () => undefined },
      {
        log: () => undefined, // the last value is on our own exports
        error: (...parts: unknown[]) => {
          this.#thrown = { thrown: parts[0] };
        },
      },
    );
    this.#modules = new Modules(folder);
    const scope = (globalThis as unknown as Scope).__tslab__;
    Object.assign(scope, {
      exports: this.#exports,
      require: this.#modules.requireAs(scope.require, tslab.connect),
      wait: <T>(value: T) => cells.getStore()?.wait(value) ?? value,
      each: eachOf,
      stop: stop.obey,
      assigned: (...names: string[]) => {
        for (const name of names) this.#assigned.add(name);
      },
    });
  }

  get modules(): Modules {
    return this.#modules;
  }

  get places(): Places {
    return this.#places;
  }

  /** Runs a cell's code; only one runs at a time. */
  async execute(code: CellCode, cell: Cell): Promise<Outcome> {
    this.#thrown = undefined;
    this.#assigned = new Set();
    try {
      const { code: output, awaitsAtTop, originalColumn } = instrument(code.output);
      this.#places.add(cell.number, { source: code.source, maps: code.maps, originalColumn, awaitsAtTop });
      this.#prepared = {
        diagnostics: [],
        output: `${output}\n//# sourceURL=In[${cell.number}]`, // what frames of its stack are called
        hasToplevelAwait: awaitsAtTop,
        sideOutputs: code.modules.map(({ path, data }) => ({ path, data: instrument(data).code })),
      };
      await this.#modules.prepare(code.specifiers, cell);
      this.#fitTeacher.teach(this.#cache);
      cell.throwIfInterrupted();
      await this.#executor.execute("");
      this.#fitTeacher.teach(this.#cache);
      if (this.#thrown) return this.#failed(this.#thrown);
      return { kind: "done", value: this.#take(code.lastExpression) };
    } catch (thrown) {
      return this.#failed({ thrown });
    }
  }

  /** Gives up waiting for the running cell, whose code may go on until its next `await`. */
  abandon(): void {
    this.#executor.interrupt();
  }

  #failed({ thrown }: { readonly thrown: unknown }): Outcome {
    return { kind: "thrown", thrown, assigned: [...this.#assigned] };
  }

  /** A cell's last value; it is not kept. Set to undefined, not deleted: that would make the object of all variables slow. */
  #take(name: string | undefined): unknown {
    if (name === undefined) return undefined;
    const value = this.#exports[name];
    this.#exports[name] = undefined;
    return value;
  }

  get #cache(): NodeJS.Dict<NodeJS.Module> {
    return (globalThis as unknown as Scope).__tslab__.require.cache;
  }
}

/** In place of `items` in `for await (const item of items)`. */
async function* eachOf<T>(items: AsyncIterable<T> | Iterable<T>): AsyncGenerator<Awaited<T>, void, void> {
  const cell = cells.getStore();
  for await (const item of items) {
    cell?.throwIfInterrupted();
    yield item;
  }
}
