import { statSync } from "node:fs";
import type * as TypeScript from "typescript-6";
import type { Compiler } from "./compiler.ts";

interface Kept {
  readonly file: TypeScript.SourceFile;
  /** When a file that a learner may edit was changed, in milliseconds; undefined for an installed one, which stays as it is. */
  readonly modified: number | undefined;
}

/** Parsed files of the disk. They are parsed once, and again when a learner has edited them. */
export class SourceFiles {
  readonly #compiler: Compiler;
  readonly #kept = new Map<string, Kept>();
  readonly #fixed: ReadonlySet<string>;

  /** @param fixed paths of files that stay as they are, beside those of installed packages */
  constructor(compiler: Compiler, fixed: Iterable<string> = []) {
    this.#compiler = compiler;
    this.#fixed = new Set(fixed);
  }

  /** The parsed file, undefined where it can't be read. */
  get(path: string, options: TypeScript.CreateSourceFileOptions, system: TypeScript.System): TypeScript.SourceFile | undefined {
    const kept = this.#kept.get(path);
    if (kept) return kept.file;
    const modified = isInstalled(path) || this.#fixed.has(path) ? undefined : modificationOf(path);
    const text = system.readFile(path);
    if (text === undefined) return undefined;
    const file = this.#compiler.createSourceFile(path, text, options, false);
    this.#kept.set(path, { file, modified });
    return file;
  }

  /** Forgets the files that have changed on the disk since they were read, or are there no more. */
  refresh(): void {
    for (const [path, { modified }] of this.#kept) {
      if (modified !== undefined && modified !== modificationOf(path)) this.#kept.delete(path);
    }
  }
}

/** Whether a file belongs to an installed package, which nobody edits while a notebook runs. */
export const isInstalled = (path: string): boolean => path.includes("/node_modules/");

function modificationOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
