import { isBuiltin } from "node:module";
import { join } from "node:path";
import type * as TypeScript from "typescript-6";
import { projectRoot } from "../../base/paths.ts";
import type { Compiler } from "./compiler.ts";
import { isInstalled } from "./source-files.ts";
import { nodeTypes } from "./types/node-types.ts";

export type RolledUp = ReadonlyMap<string, string>;

/** From where rolled-up types import what is not rolled up itself. */
const librarySource = join(projectRoot, "lib", "index.ts").replaceAll("\\", "/");

type Resolved = TypeScript.ResolvedModuleWithFailedLookupLocations;

/** Finds the files that imports mean. What was found in a package is remembered; files beside the notebook are looked for each time. */
export class Resolver {
  readonly #compiler: Compiler;
  readonly #options: TypeScript.CompilerOptions;
  readonly #host: TypeScript.ModuleResolutionHost;
  readonly #rolledUp: RolledUp;
  readonly #rolledUpFiles: ReadonlySet<string>;
  readonly #packages: TypeScript.ModuleResolutionCache;
  readonly #types: TypeScript.TypeReferenceDirectiveResolutionCache;
  /** By containing file, what its imports lead to. */
  readonly #found = new Map<string, readonly (string | undefined)[]>();
  /** Whether something was not found that may be there by now. */
  #hasFailed = false;
  #stale: (path: string) => boolean = () => false;

  /** @param rolledUp the files in which modules are ambient, by the modules' names */
  constructor(
    compiler: Compiler,
    options: TypeScript.CompilerOptions,
    { system, rolledUp }: { system: TypeScript.System; rolledUp: RolledUp },
  ) {
    const folder = system.getCurrentDirectory();
    const same = (path: string): string => path;
    this.#compiler = compiler;
    this.#options = options;
    this.#rolledUp = rolledUp;
    this.#rolledUpFiles = new Set(rolledUp.values());
    this.#host = system;
    this.#packages = compiler.createModuleResolutionCache(folder, same, options);
    this.#types = compiler.createTypeReferenceDirectiveResolutionCache(folder, same, options, this.#packages.getPackageJsonInfoCache());
  }

  /** The part of a compiler's host that finds files. */
  get host(): Pick<
    TypeScript.CompilerHost,
    "resolveModuleNameLiterals" | "resolveTypeReferenceDirectiveReferences" | "getModuleResolutionCache" | "hasInvalidatedResolutions"
  > {
    return {
      getModuleResolutionCache: () => this.#packages,
      resolveModuleNameLiterals: (literals, containing) => this.#resolveAll(literals, containing),
      resolveTypeReferenceDirectiveReferences: (references, containing, redirected, options) =>
        references.map((reference) => {
          const name = typeof reference === "string" ? reference : reference.fileName;
          const path = name === "node" ? this.#rolledUp.get(nodeTypes) : undefined;
          if (path !== undefined)
            return { resolvedTypeReferenceDirective: { primary: true, resolvedFileName: path }, failedLookupLocations: [] };
          return this.#compiler.resolveTypeReferenceDirective(name, containing, options, this.#host, redirected, this.#types);
        }),
      hasInvalidatedResolutions: (path) => this.#stale(path),
    };
  }

  /**
   * To be called before each program is made.
   *
   * @param anew whether files may have been written or packages installed since the last program
   * @param isOwn whether a file is a learner's: its imports are looked for anew even where it did not change itself
   */
  start(anew: boolean, isOwn: (path: string) => boolean): void {
    this.#stale = anew ? isOwn : () => false;
    if (!anew || !this.#hasFailed) return;
    this.#hasFailed = false;
    this.#packages.clear();
    this.#packages.getPackageJsonInfoCache().clear();
  }

  /** The paths of the files that a file imports, without those that are missing. */
  importsOf(path: string): readonly string[] {
    return (this.#found.get(path) ?? []).filter((found) => found !== undefined);
  }

  #resolveAll(literals: readonly TypeScript.StringLiteralLike[], containing: string): readonly Resolved[] {
    const resolved = literals.map(({ text }) => this.#resolve(text, containing));
    this.#found.set(
      containing,
      resolved.map(({ resolvedModule }) => resolvedModule?.resolvedFileName),
    );
    return resolved;
  }

  #resolve(name: string, containing: string): Resolved {
    if (isBuiltin(name)) return { resolvedModule: undefined }; // Node's types declare it; on no disk
    const path = this.#rolledUp.get(name);
    if (path !== undefined) {
      const resolvedModule = { resolvedFileName: path, extension: this.#compiler.Extension.Dts, isExternalLibraryImport: true };
      return { resolvedModule } as Resolved & { readonly failedLookupLocations: readonly string[] };
    }
    const from = this.#rolledUpFiles.has(containing) ? librarySource : containing;
    const cache = name.startsWith(".") && !isInstalled(from) ? undefined : this.#packages;
    const resolved = this.#compiler.resolveModuleName(name, from, this.#options, this.#host, cache);
    this.#hasFailed ||= resolved.resolvedModule === undefined && !isInstalled(from);
    return resolved;
  }
}
