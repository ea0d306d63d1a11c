import { existsSync } from "node:fs";
import { join } from "node:path";
import type * as TypeScript from "typescript-6";
import { projectRoot } from "../../base/paths.ts";
import { cellGlobals } from "./cell-globals.ts";

/** The path of the declarations of the cells' globals, a file that is on no disk. */
export const globalsPath = (folder: string): string => `${folder}/__cell-globals__.d.ts`;

/**
 * The disk as the compiler sees it from a notebook's folder. In a folder without packages of its own the project's are found, as
 * NODE_PATH does for Node. Nothing is watched: what has changed is looked for when a cell imports.
 *
 * @param library texts that are read in the place of files: the language's standard library
 */
export function systemFor(system: TypeScript.System, folder: string, library: ReadonlyMap<string, string>): TypeScript.System {
  const unwatched: TypeScript.FileWatcher = { close: () => undefined };
  const globals = globalsPath(folder);
  const at = existsSync(join(folder, "node_modules")) ? (path: string): string => path : lender(folder);
  const { realpath = (path: string): string => path } = system;
  return {
    ...system,
    getCurrentDirectory: () => folder,
    fileExists: (path) => path === globals || system.fileExists(at(path)),
    readFile: (path, encoding) => (path === globals ? cellGlobals : (library.get(path) ?? system.readFile(at(path), encoding))),
    directoryExists: (path) => system.directoryExists(at(path)),
    getDirectories: (path) => system.getDirectories(at(path)),
    readDirectory: (path, ...rest) => system.readDirectory(at(path), ...rest),
    realpath: (path) => realpath(at(path)),
    watchFile: () => unwatched,
    watchDirectory: () => unwatched,
  };
}

/** Where a path inside the folder's missing `node_modules` is to be looked for. */
function lender(folder: string): (path: string) => string {
  const seen = `${folder}/node_modules`;
  const real = join(projectRoot, "node_modules").replaceAll("\\", "/");
  return (path) => (path === seen || path.startsWith(`${seen}/`) ? real + path.slice(seen.length) : path);
}
