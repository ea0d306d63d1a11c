import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type * as TypeScript from "typescript-6";
import { projectRoot } from "../../../base/paths.ts";
import type { Compiler } from "../compiler.ts";
import { standardLibrary } from "../standard-library.ts";
import { ambientModule, withoutReferences } from "./ambient.ts";
import { declarationsOf, lib } from "./library.ts";
import { nodeTypes } from "./node-types.ts";

export interface RolledUp {
  /** The text of each file by its name. */
  readonly files: ReadonlyMap<string, string>;
  /** The name of the file in which each module is, by the module's id. */
  readonly modules: ReadonlyMap<string, string>;
  /** The language's standard library, as `standardLibrary` gives it. */
  readonly library: ReadonlyMap<string, string>;
}

/**
 * Rolls the declarations of the library, of TensorFlow.js and of Node up: a file for each room and each package in place of some 2,000.
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
  const node = compiler.resolveTypeReferenceDirective("node", join(projectRoot, "cell.ts"), options, host).resolvedTypeReferenceDirective;
  if (node?.resolvedFileName !== undefined) paths.set(node.resolvedFileName, nodeTypes);
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
    const { referencedFiles } = compiler.preProcessFile(text);
    for (const { fileName } of referencedFiles) {
      const referred = join(dirname(path), fileName).replaceAll("\\", "/");
      paths.set(referred, idOfPath(referred, fileName) ?? referred);
    }
    const name = fileOf(id);
    const part = isModule(text, compiler)
      ? ambientModule({ id, text, idOf: (specifier) => idOf(specifier, path) }, compiler)
      : withoutReferences(text);
    parts.set(name, [...(parts.get(name) ?? []), part]);
    modules.set(id, name);
  }
  return { files: new Map([...parts].map(([name, texts]) => [name, texts.join("")])), modules, library: standardLibrary(compiler.sys) };
}

/** The id of a file that is to be rolled up; undefined for one that is not. */
function idOfPath(path: string, specifier: string): string | undefined {
  if (path.startsWith(`${lib}/`)) return `descent/${path.slice(lib.length + 1).replace(/\.ts$/, "")}`;
  const [, inPackages] = /^.*\/node_modules\/((?:@tensorflow|@types\/node|undici-types)\/.*)\.d\.ts$/.exec(path) ?? [];
  if (inPackages === undefined) return undefined;
  if (!inPackages.startsWith("@tensorflow/")) return inPackages.replace(/\/index$/, "");
  return /^@tensorflow\/[^/]+$/.test(specifier) ? specifier : inPackages.replace(/^(@tensorflow\/[^/]+)\/dist\/index$/, "$1");
}

/** Whether a file of declarations is a module, and not part of the globals. */
function isModule(text: string, compiler: Compiler): boolean {
  return compiler.isExternalModule(compiler.createSourceFile("declared.d.ts", text, compiler.ScriptTarget.Latest));
}

/** The name of the rolled-up file in which a module is: one a room, one a package; Node's types and what they alone import are one. */
function fileOf(id: string): string {
  if (id === nodeTypes || id.startsWith(`${nodeTypes}/`) || id.startsWith("undici-types")) return "node.d.ts";
  return `${id.split("/").slice(0, 2).join("-").replace("@", "")}.d.ts`;
}
