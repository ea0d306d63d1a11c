import { readFileSync } from "node:fs";
import type * as TypeScript from "typescript-6";
import { projectRoot } from "../../../base/paths.ts";
import type { Compiler } from "../compiler.ts";
import { ambientModule } from "./ambient.ts";
import { declarationsOf, lib } from "./library.ts";

/** Rolled-up types: the text of each file by its name, and the file in which each module is by the module's id. */
export interface RolledUp {
  readonly files: ReadonlyMap<string, string>;
  readonly modules: ReadonlyMap<string, string>;
}

/**
 * Rolls the declarations of the library and of TensorFlow.js up: a file for each room and each package in place of some 1,900.
 *
 * @param rooms those of the library that cells import
 */
export function rollUp(rooms: readonly string[], compiler: Compiler): RolledUp {
  const paths = new Map(rooms.map((room) => [`${lib}/${room}/index.ts`, `descent/${room}`]));
  const declarations = declarationsOf(rooms, compiler);
  const parts = new Map<string, string[]>();
  const modules = new Map<string, string>();
  const options: TypeScript.CompilerOptions = {
    moduleResolution: compiler.ModuleResolutionKind.Bundler,
    module: compiler.ModuleKind.ESNext,
    allowImportingTsExtensions: true,
  };
  const cache = compiler.createModuleResolutionCache(projectRoot, (path) => path, options);
  const host = compiler.sys;
  const idOf = (specifier: string, from: string): string => {
    const found = compiler.resolveModuleName(specifier, from, options, host, cache).resolvedModule?.resolvedFileName;
    if (found === undefined) return specifier;
    const id = paths.get(found) ?? idOfPath(found, specifier);
    if (id === undefined) return specifier;
    paths.set(found, id);
    return id;
  };
  for (const [path, id] of paths) {
    // Those found on the way join the end of this loop.
    const text = path.startsWith(`${lib}/`) ? declarations(path) : readFileSync(path, "utf8");
    const name = fileOf(id);
    parts.set(name, [...(parts.get(name) ?? []), ambientModule({ id, text, idOf: (specifier) => idOf(specifier, path) }, compiler)]);
    modules.set(id, name);
  }
  return { files: new Map([...parts].map(([name, texts]) => [name, texts.join("")])), modules };
}

/** The id of a file that is to be rolled up; undefined for one that is not. */
function idOfPath(path: string, specifier: string): string | undefined {
  if (path.startsWith(`${lib}/`)) return `descent/${path.slice(lib.length + 1).replace(/\.ts$/, "")}`;
  const [, inPackages] = /^.*\/node_modules\/(@tensorflow\/.*)\.d\.ts$/.exec(path) ?? [];
  if (inPackages === undefined) return undefined;
  return /^@tensorflow\/[^/]+$/.test(specifier) ? specifier : inPackages.replace(/^(@tensorflow\/[^/]+)\/dist\/index$/, "$1");
}

/** The name of the rolled-up file in which a module is: one a room, one a package. */
function fileOf(id: string): string {
  return `${id.split("/").slice(0, 2).join("-").replace("@", "")}.d.ts`;
}
