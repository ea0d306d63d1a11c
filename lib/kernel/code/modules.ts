import { createRequire, isBuiltin } from "node:module";
import { join } from "node:path";
import { compileFunction, constants } from "node:vm";
import type { Cell } from "./cell.ts";
import { LocalFiles } from "./local-files.ts";

/** How the import of a module ended, which a cell is told where it asks for it. */
type Loaded = { readonly exports: unknown } | { readonly thrown: unknown };

/** The name under which Node tells the exports of a CommonJS module that was loaded as an ES module. */
const commonJsExports = "module.exports";

/**
 * What a cell's `require` gives for a loaded module. Where an ES module has a default export, TypeScript's way to import it has to be told that
 * it is one.
 */
function exportsOf(module: Record<string, unknown>): unknown {
  if (commonJsExports in module) return module[commonJsExports];
  if (!("default" in module)) return module;
  const names = Object.keys(module).map((name) => [name, { enumerable: true, get: () => module[name] }]);
  return Object.defineProperties({}, { ...Object.fromEntries(names), __esModule: { value: true } });
}

/** Whether a module could not be loaded because there is none of that name on disk: a cell may have defined it. */
function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "ERR_MODULE_NOT_FOUND";
}

/**
 * What cells import. Before a cell runs its modules are loaded as ES modules, so that packages for `import` alone, and those that wait at their top,
 * can be used too; the cell's `require` then finds them here.
 */
export class Modules {
  readonly #folder: string;
  readonly #files: LocalFiles;
  readonly #load: (specifier: string) => Promise<Record<string, unknown>>;
  #loaded = new Map<string, Loaded>();

  /** @param folder the notebook's: imports are looked for from there */
  constructor(folder: string) {
    this.#folder = folder;
    this.#files = new LocalFiles(folder);
    this.#load = compileFunction("return import(specifier);", ["specifier"], {
      filename: join(folder, "cell.ts"),
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }) as (specifier: string) => Promise<Record<string, unknown>>;
  }

  /** Loads what a cell imports. What can't be loaded is told where the cell asks for it. */
  async prepare(specifiers: readonly string[], cell: Cell): Promise<void> {
    if (specifiers.length === 0) return;
    this.#files.refresh();
    this.#loaded = new Map();
    for (const specifier of specifiers) {
      if (isBuiltin(specifier) || specifier === "tslab" || /\.(json|node)$/.test(specifier)) continue;
      try {
        const module = await cell.follow(this.#load(specifier));
        this.#loaded.set(specifier, { exports: exportsOf(module) });
      } catch (thrown) {
        cell.throwIfInterrupted();
        this.#loaded.set(specifier, { thrown });
      }
    }
  }

  /** Loads packages before they are asked for. What can't be loaded is told when it is. */
  async prefetch(packages: readonly string[]): Promise<void> {
    await Promise.allSettled(packages.map((name) => this.#load(name)));
  }

  /**
   * A cell's `require`: what was prepared, else what tslab's own finds, which knows the modules that cells define.
   *
   * @param connect is called when a cell imports tslab
   */
  requireAs(own: NodeJS.Require, connect: () => void): NodeJS.Require {
    const fallback = createRequire(join(this.#folder, "cell.js"));
    const require = (id: string): unknown => {
      if (id === "tslab") connect();
      const loaded = this.#loaded.get(id);
      if (loaded && "exports" in loaded) return loaded.exports;
      if (loaded && !isMissing(loaded.thrown)) throw loaded.thrown;
      try {
        return own(id);
      } catch (error) {
        throw loaded?.thrown ?? error;
      }
    };
    return Object.assign(require, { resolve: fallback.resolve, cache: fallback.cache, main: undefined, extensions: fallback.extensions });
  }
}
