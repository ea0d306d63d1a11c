import { existsSync } from "node:fs";
import { join } from "node:path";
import type * as TypeScript from "@tslab/typescript-for-tslab";
import { projectRoot } from "../../base/paths.ts";

/** The compiler, with a function that tslab's fork adds and its type declarations leave out. */
type Compiler = typeof TypeScript & {
  getPreEmitDiagnosticsOfFiles(program: TypeScript.Program, files: readonly TypeScript.SourceFile[]): readonly TypeScript.Diagnostic[];
};

const name = "@tslab/typescript-for-tslab";

/** Declares what the course kernel adds to the globals of a cell. */
const cellGlobals = `
/** Shows a value in several forms, by MIME type; with \`update\`, in the place of what was shown under the same \`id\`. */
declare function display(bundle: object, options?: { readonly id?: string; readonly update?: boolean }): Promise<void> | undefined;
/** Removes what the cell has shown so far: at once, or, with \`wait\`, when there is something new to show. */
declare function clearOutput(wait?: boolean): void;
`;

/**
 * Puts an adjusted TypeScript in the place where tslab's modules, which are loaded afterwards, find it. Nothing on disk is changed.
 *
 * - Errors are looked for in cells and in files beside the notebook, not in libraries: those are checked where they are made, and
 *   to check them again took most of the time of a cell that imports one.
 * - Of the installed `@types`, only Node's are in every cell; those that an import needs come with it.
 * - Cells know the globals of the course kernel.
 * - Installed packages and folders are not watched: nobody edits them while a notebook runs, and watching costs time at the start.
 *
 * @param require as tslab's modules have it
 * @param folder the notebook's
 */
export function adjustCompiler(require: NodeJS.Require, folder: string): void {
  const compiler: Compiler = require(name);
  const { sys } = compiler;
  const { watchFile } = sys;
  const unwatched: TypeScript.FileWatcher = { close: () => undefined };
  sys.watchFile = (path, ...rest) => (path.includes("/node_modules/") ? unwatched : (watchFile?.(path, ...rest) ?? unwatched));
  sys.watchDirectory = () => unwatched;
  if (!existsSync(join(folder, "node_modules"))) borrowPackages(sys, folder);
  const globals = join(folder, "__cell-globals__.d.ts");
  addFile(sys, globals, cellGlobals);
  const createHost = compiler.createWatchCompilerHost as (...parts: unknown[]) => unknown;
  const adjusted = {
    ...compiler,
    getPreEmitDiagnosticsOfFiles: (program: TypeScript.Program, files: readonly TypeScript.SourceFile[]) =>
      compiler.getPreEmitDiagnosticsOfFiles(
        program,
        files.filter((file) => !program.isSourceFileFromExternalLibrary(file)),
      ),
    createWatchCompilerHost: (roots: string[], options: TypeScript.CompilerOptions, ...rest: unknown[]) =>
      createHost([...roots, globals], { ...options, types: ["node"] }, ...rest),
    createWatchProgram: (host: TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<TypeScript.BuilderProgram>) => {
      const program = compiler.createWatchProgram(host);
      return { ...program, updateRootFileNames: (roots: string[]) => program.updateRootFileNames([...roots, globals]) };
    },
  };
  const loaded = require.cache[require.resolve(name)];
  if (loaded === undefined) throw new Error(`Expected ${name} to be in Node's cache of modules after it was loaded`);
  loaded.exports = adjusted;
}

/** Lets the compiler see the project's packages in a folder without packages of its own, as NODE_PATH does for Node. */
function borrowPackages(sys: TypeScript.System, folder: string): void {
  const seen = join(folder, "node_modules");
  const real = join(projectRoot, "node_modules");
  const lent = (path: string): string => (path === seen || path.startsWith(`${seen}/`) ? real + path.slice(seen.length) : path);
  const { fileExists, readFile, directoryExists, getDirectories, realpath } = sys;
  sys.fileExists = (path) => fileExists(lent(path));
  sys.readFile = (path, encoding) => readFile(lent(path), encoding);
  sys.directoryExists = (path) => directoryExists(lent(path));
  sys.getDirectories = (path) => getDirectories(lent(path));
  if (realpath) sys.realpath = (path) => realpath(lent(path));
}

/** Lets the compiler see a file that is on no disk. */
function addFile(sys: TypeScript.System, added: string, content: string): void {
  const { fileExists, readFile } = sys;
  sys.fileExists = (path) => path === added || fileExists(path);
  sys.readFile = (path, encoding) => (path === added ? content : readFile(path, encoding));
}
