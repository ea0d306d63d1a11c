import { readFileSync, statSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { projectRoot } from "../../base/paths.ts";
import { instrument } from "./instrument.ts";

/** A file that is no package's: it may be edited while the notebook is open. */
interface LocalFile {
  /** When it was last changed, as it was loaded, in milliseconds. */
  readonly changed: number;
  /** How often it, or something that it imports, was loaded anew. */
  version: number;
  readonly importers: Set<string>;
}

const languages = new Set([".ts", ".mts", ".js", ".mjs"]);

/** Endings that an import may leave out, in the order in which they are tried. */
const endings = [".ts", ".mts", ".js", ".mjs", "/index.ts", "/index.js"];

/** How the import of a name without the ending of a file, or with that of what TypeScript would make of it, may be meant. */
function candidates(specifier: string): string[] {
  const asSource = /\.m?js$/.test(specifier) ? [specifier.replace(/js$/, "ts")] : [];
  return [...asSource, ...endings.map((ending) => specifier + ending)];
}

/**
 * The files that cells import from disk. They are loaded by Node, with three differences: names may lack their ending, an interrupt stops
 * their loops as it does those of cells, and one that was edited is loaded anew by the next cell that imports, as is all that
 * imports it.
 */
export class LocalFiles {
  readonly #files = new Map<string, LocalFile>();

  /** @param folder the notebook's, in which packages are looked for before the project's own are */
  constructor(folder: string) {
    const home = pathToFileURL(`${projectRoot}/`).href;
    const start = pathToFileURL(`${folder}/`).href;
    registerHooks({
      resolve: (specifier, context, next) => {
        const found = resolveAny(specifier, {
          next: (name) => next(name, context),
          fromProject: context.parentURL?.startsWith(start) ? () => next(specifier, { ...context, parentURL: home }) : undefined,
        });
        return { ...found, url: this.#versioned(found.url, context.parentURL) };
      },
      load: (url, context, next) => {
        const path = localPath(url);
        if (path === undefined || isLibrary(path) || !languages.has(extname(path))) return next(url, context);
        const { code, isModule } = stoppable(readFileSync(path, "utf8"), path);
        return { format: isModule ? "module" : "commonjs", source: code, shortCircuit: true };
      },
    });
  }

  /** Looks which files were edited since they were loaded; those are loaded anew when they are next imported. */
  refresh(): void {
    const stale = [...this.#files].flatMap(([path, { changed }]) => (changedAt(path) === changed ? [] : [path]));
    const renewed = new Set<string>();
    for (let path = stale.pop(); path !== undefined; path = stale.pop()) {
      const file = this.#files.get(path);
      if (renewed.has(path) || file === undefined) continue;
      renewed.add(path);
      this.#files.set(path, { changed: changedAt(path), version: file.version + 1, importers: new Set() });
      stale.push(...file.importers);
    }
  }

  /** The address under which a file's newest version is loaded. Also writes down who imports it. */
  #versioned(url: string, parentURL: string | undefined): string {
    const path = localPath(url);
    if (path === undefined) return url;
    const file = this.#files.get(path) ?? { changed: changedAt(path), version: 0, importers: new Set<string>() };
    this.#files.set(path, file);
    const parent = parentURL === undefined ? undefined : localPath(parentURL);
    if (parent !== undefined) file.importers.add(parent);
    if (file.version === 0 || url.includes("?")) return url;
    return `${url}?version=${file.version}`;
  }
}

interface Ways<T> {
  readonly next: (specifier: string) => T;
  /** Looks in the project's packages; absent where the import comes from a package. */
  readonly fromProject: (() => T) | undefined;
}

/** What a name resolves to by Node's rules, else by one of the other ways; where none does, Node's own error is thrown. */
function resolveAny<T>(specifier: string, { next, fromProject }: Ways<T>): T {
  try {
    return next(specifier);
  } catch (error) {
    const local = /^\.{0,2}\//.test(specifier) || specifier.startsWith("file:");
    const others = local ? candidates(specifier).map((name) => () => next(name)) : fromProject ? [fromProject] : [];
    for (const other of others) {
      try {
        return other();
      } catch {
        // The first error says what is wrong with the name as it was written.
      }
    }
    throw error;
  }
}

/** The path of a file that is no package's; undefined for all else. */
function localPath(url: string): string | undefined {
  if (!url.startsWith("file:") || url.includes("/node_modules/")) return undefined;
  return fileURLToPath(url.replace(/[?#].*$/s, ""));
}

/** Whether a file is of the course's own library, which obeys the signal of a cell by itself and is left as it is. */
const isLibrary = (path: string): boolean => path.startsWith(`${projectRoot}/lib/`);

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** The JavaScript of a file, with checks that an interrupt can stop it at; and whether it is a module or CommonJS. */
function stoppable(text: string, path: string): { readonly code: string; readonly isModule: boolean } {
  const script = /\.m?ts$/.test(path) ? javaScriptOf(text) : text;
  const isModule = /\.m[jt]s$/.test(path) || /^\s*(import|export)\b/m.test(script);
  return { code: instrument(script, { module: isModule }).code, isModule };
}

/** TypeScript without its types, each word at its place; enums and the like, which have no place in JavaScript, are rewritten. */
function javaScriptOf(text: string): string {
  try {
    return stripTypeScriptTypes(text);
  } catch {
    return stripTypeScriptTypes(text, { mode: "transform" });
  }
}
