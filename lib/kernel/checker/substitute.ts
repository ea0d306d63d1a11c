import type * as TypeScript from "typescript-6";
import { type Builder, CellProgram } from "./cell-program.ts";
import { toCommonJs } from "./common-js.ts";
import type { Compiler } from "./compiler.ts";
import { attentive, type Seen } from "./emission.ts";
import { cellOptions } from "./options.ts";
import { quickInfo } from "./quick-info.ts";
import type { RolledUp } from "./resolver.ts";
import type { SourceFiles } from "./source-files.ts";
import { globalsPath } from "./system.ts";

/** TypeScript's complaint of a file that lies not under `rootDir`: cells may import those, for nothing is emitted of them. */
const outsideFolder = 6059;

type CompletionParts = [object, TypeScript.Program, unknown, TypeScript.SourceFile, number, object, unknown, unknown, unknown];

export interface Surroundings {
  readonly system: TypeScript.System;
  readonly files: SourceFiles;
  readonly rolledUp: RolledUp;
  readonly additions: { readonly text: string };
  readonly seen: Seen;
}

interface WatchHost {
  readonly roots: readonly string[];
  readonly options: TypeScript.CompilerOptions;
  readonly system: TypeScript.System;
  afterProgramCreate?(builder: Builder): void;
}

/** What tslab gives `createWatchCompilerHost` and takes from its fork of TypeScript, with stock TypeScript under it. */
export function substituteFor(compiler: Compiler, { system, files, rolledUp, additions, seen }: Surroundings): object {
  const folder = system.getCurrentDirectory();
  const substituted = {
    __esModule: true, // else tslab's modules would copy all of it, name by name
    sys: system,
    getDefaultTypeRoots: (directory: string, { directoryExists }: { directoryExists: (path: string) => boolean }) =>
      ancestors(directory)
        .map((path) => `${path}/node_modules/@types`)
        .filter(directoryExists),
    getNullTransformationContext: () => compiler.nullTransformationContext,
    getQuickInfoAtPosition: (...[file, checker, , position]: [TypeScript.SourceFile, TypeScript.TypeChecker, unknown, number]) =>
      quickInfo(compiler, { file, checker, position }),
    getPreEmitDiagnosticsOfFiles: (program: TypeScript.Program, checked: readonly TypeScript.SourceFile[]) =>
      compiler.sortAndDeduplicateDiagnostics(
        checked
          .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
          .filter(({ code }) => code !== outsideFolder),
      ),
    Completions: {
      getCompletionsAtPositionForTslab: (...[, program, log, file, position, preferences, , kind, token]: CompletionParts) => {
        const host = { ...system, useCaseSensitiveFileNames: () => true, getCompilationSettings: program.getCompilerOptions };
        const parts = [host, program, log, file, position, preferences, undefined, kind, token, undefined, true];
        const info = compiler.Completions.getCompletionsAtPosition(...parts);
        seen.completing = { program, file, position, entries: info?.entries ?? [] };
        return info;
      },
    },
    createWatchCompilerHost: (roots: readonly string[], options: TypeScript.CompilerOptions, ofTslab: TypeScript.System): WatchHost => ({
      roots,
      options: cellOptions(compiler, options),
      system: ofTslab,
    }),
    createWatchProgram: (host: WatchHost) =>
      new CellProgram(compiler, {
        ...host,
        globals: globalsPath(folder),
        files,
        rolledUp,
        additions,
        afterProgramCreate: (builder) => host.afterProgramCreate?.(attentive(compiler, builder, { roots: host.roots, seen })),
      }),
    transpileModule: (module: string) => {
      const { code, map, specifiers } = toCommonJs(module, compiler);
      Object.assign(seen, { secondMap: map, specifiers });
      return { outputText: code };
    },
  };
  return Object.create(compiler, Object.getOwnPropertyDescriptors(substituted));
}

/** A folder and those that hold it. */
function ancestors(folder: string): string[] {
  const parent = folder.slice(0, folder.lastIndexOf("/"));
  return folder.includes("/") ? [folder, ...ancestors(parent)] : [];
}
