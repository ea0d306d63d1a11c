import type * as TypeScript from "typescript-6";
import type { Compiler } from "./compiler.ts";
import { Resolver, type RolledUp } from "./resolver.ts";
import { isInstalled, type SourceFiles } from "./source-files.ts";

/** What tslab's converter asks of the program that it has built. */
export interface Builder {
  getSourceFile(path: string): TypeScript.SourceFile | undefined;
  getProgram(): TypeScript.Program;
  getAllDependencies(file: TypeScript.SourceFile): readonly string[];
  emit: TypeScript.Program["emit"];
}

/** What tslab's converter builds its program with. */
export interface Host {
  /** The file of earlier declarations, that of the cell, and those of modules which cells define. */
  readonly roots: readonly string[];
  readonly options: TypeScript.CompilerOptions;
  readonly system: TypeScript.System;
  /** A file with further declarations. */
  readonly globals: string;
  readonly files: SourceFiles;
  readonly rolledUp: RolledUp;
  /** What earlier cells added to the globals: in a file of its own, for tslab takes what stands among declarations for variables. */
  readonly additions: { readonly text: string };
  afterProgramCreate?(builder: Builder): void;
}

/**
 * The program in which cells are checked, with the interface of the compiler's watched programs.
 *
 * A cell is converted in two steps. For the first, which asks only what the cell declares, the cell is parsed and nothing else is
 * done. The second builds one program, of which everything but the cell and the earlier declarations is taken from the last one.
 */
export class CellProgram {
  readonly #compiler: Compiler;
  readonly #host: Host;
  readonly #resolver: Resolver;
  readonly #programHost: TypeScript.CompilerHost;
  readonly #own = new Map<string, TypeScript.SourceFile>();
  readonly #rolledUpFiles: ReadonlySet<string>;
  #roots: readonly string[];
  #program: TypeScript.Program | undefined;
  #timer: unknown;

  constructor(compiler: Compiler, host: Host) {
    this.#compiler = compiler;
    this.#host = host;
    this.#roots = host.roots;
    this.#rolledUpFiles = new Set(host.rolledUp.values());
    this.#resolver = new Resolver(compiler, host.options, host);
    const { system, options } = host;
    this.#programHost = {
      ...compiler.createCompilerHost(options, true),
      ...this.#resolver.host,
      getCurrentDirectory: system.getCurrentDirectory,
      fileExists: system.fileExists,
      readFile: system.readFile,
      directoryExists: system.directoryExists,
      getDirectories: system.getDirectories,
      realpath: (path) => system.realpath?.(path) ?? path,
      useCaseSensitiveFileNames: () => true,
      getCanonicalFileName: (path) => path,
      writeFile: () => undefined,
      getSourceFile: (path, language) => {
        if (path === this.#additionsPath) return this.#additions();
        if (this.#roots.includes(path)) return this.#ownFile(path);
        const how = typeof language === "object" ? language : { languageVersion: language };
        return host.files.get(path, how, system);
      },
    };
    for (const root of this.#roots) this.#watch(root);
    this.#update();
  }

  close(): void {}

  /** Takes modules into the program that cells have defined, or defined anew. */
  updateRootFileNames(roots: readonly string[]): void {
    for (const root of roots) if (!this.#roots.includes(root)) this.#watch(root);
    this.#roots = roots;
    this.#changed();
  }

  #watch(path: string): void {
    this.#host.system.watchFile?.(path, () => this.#changed());
  }

  /** tslab's converter waits with what is to be done until it is told of all changes: this asks it for that. */
  #changed(): void {
    const { system } = this.#host;
    if (this.#timer !== undefined) system.clearTimeout?.(this.#timer);
    this.#timer = system.setTimeout?.(() => this.#update(), 0);
  }

  #update(): void {
    this.#timer = undefined;
    let program: TypeScript.Program | undefined;
    const getProgram = (): TypeScript.Program => {
      program ??= this.#createProgram();
      return program;
    };
    this.#host.afterProgramCreate?.({
      getProgram,
      getSourceFile: (path) => (this.#roots.includes(path) ? this.#ownFile(path) : getProgram().getSourceFile(path)),
      getAllDependencies: (file) => this.#dependencies(getProgram(), file),
      emit: (file, ...rest) => {
        // Files on the disk Node loads itself.
        if (file === undefined || !this.#roots.includes(file.fileName)) return { emitSkipped: true, diagnostics: [] };
        // tslab takes the tree of earlier declarations apart when it has emitted a cell.
        for (const path of this.#host.roots) this.#own.delete(path);
        return getProgram().emit(file, ...rest);
      },
    });
  }

  #createProgram(): TypeScript.Program {
    const { files, options, globals } = this.#host;
    const oldProgram = this.#program;
    const importing = this.#roots.some((root) => !root.endsWith(".d.ts") && /\bimport\b/.test(this.#ownFile(root)?.text ?? ""));
    if (importing) files.refresh();
    this.#resolver.start(importing, (path) => {
      const file = oldProgram?.getSourceFile(path);
      return file !== undefined && !isInstalled(path) && oldProgram?.isSourceFileFromExternalLibrary(file) === false;
    });
    const additions = this.#additions();
    const rootNames = [...this.#roots, globals, ...(additions ? [additions.fileName] : [])];
    const program = this.#compiler.createProgram({ rootNames, options, host: this.#programHost, ...(oldProgram && { oldProgram }) });
    this.#program = program;
    for (const path of this.#rolledUpFiles) shortenImports(program.getSourceFile(path), this.#host.rolledUp);
    return program;
  }

  get #additionsPath(): string {
    return `${this.#host.system.getCurrentDirectory()}/__cell-additions__.d.ts`;
  }

  /** The file of additions to the globals, in which the names of earlier declarations mean these; undefined where there are none. */
  #additions(): TypeScript.SourceFile | undefined {
    const { text } = this.#host.additions;
    if (text === "") return undefined;
    const content = `export {};\n${text}`;
    const path = this.#additionsPath;
    const known = this.#own.get(path);
    const file =
      known?.text === content
        ? known
        : this.#compiler.createSourceFile(path, content, { languageVersion: this.#compiler.ScriptTarget.ESNext }, false);
    this.#own.set(path, file);
    const [declared = ""] = this.#roots;
    return Object.assign(file, { parent: this.#ownFile(declared) });
  }

  /** The file of a cell or of what cells declared, with its names bound. */
  #ownFile(path: string): TypeScript.SourceFile | undefined {
    const { system, options } = this.#host;
    const text = system.readFile(path);
    if (text === undefined) return undefined;
    const known = this.#own.get(path);
    if (known?.text === text) return known;
    const file = this.#compiler.createSourceFile(path, text, { languageVersion: this.#compiler.ScriptTarget.ESNext }, true);
    this.#compiler.bindSourceFile(file, options);
    const { locals } = file as { readonly locals?: Map<string, unknown> };
    // tslab exports all that a cell declares, but additions to the globals and to modules are no variables.
    for (const name of locals?.keys() ?? []) if (name === "__global" || name.startsWith('"')) locals?.delete(name);
    this.#own.set(path, file);
    return file;
  }

  /** A file and those that a learner wrote of the files which it imports, directly or not. */
  #dependencies(program: TypeScript.Program, file: TypeScript.SourceFile): readonly string[] {
    const found = new Set([file.fileName]);
    for (const path of found) {
      for (const imported of this.#resolver.importsOf(path)) {
        const target = program.getSourceFile(imported);
        if (target && !target.isDeclarationFile && !isInstalled(imported) && !program.isSourceFileFromExternalLibrary(target)) {
          found.add(target.fileName);
        }
      }
    }
    return [...found];
  }
}

/**
 * Leaves of a rolled-up file's thousands of imports one for each file that they lead to: the compiler goes through all of them for each
 * program, though modules inside such files are found by their names alone.
 */
function shortenImports(file: TypeScript.SourceFile | undefined, rolledUp: RolledUp): void {
  const listed = file as { imports?: readonly TypeScript.StringLiteralLike[] } | undefined;
  if (!listed?.imports) return;
  const byTarget = new Map(listed.imports.map((literal) => [rolledUp.get(literal.text) ?? literal.text, literal]));
  if (byTarget.size < listed.imports.length) listed.imports = [...byTarget.values()];
}
