import { type Compiler, loadCompiler } from "./compiler.ts";
import type { RolledUp } from "./resolver.ts";
import { SourceFiles } from "./source-files.ts";
import { standardLibrary } from "./standard-library.ts";
import { loadTslab, type Tslab } from "./tslab.ts";
import { readTypes } from "./types/store.ts";

/** What a translator works with that is the same for every notebook. */
export interface Preloaded {
  readonly compiler: Compiler;
  /** Loads tslab on a compiler that stands for its own. */
  readonly loadTslab: (substitute: object) => Tslab;
  readonly files: SourceFiles;
  /** Texts of the language's standard library, as `standardLibrary` gives them. */
  readonly library: ReadonlyMap<string, string>;
  readonly rolledUp: RolledUp;
}

/** Loads it from the disk. */
export function preload(): Preloaded {
  const compiler = loadCompiler();
  const types = readTypes();
  return {
    compiler,
    loadTslab,
    files: new SourceFiles(compiler, types?.modules.values()),
    library: types?.library ?? standardLibrary(compiler.sys),
    rolledUp: types?.modules ?? new Map(),
  };
}
