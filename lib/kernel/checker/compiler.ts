import { createRequire, enableCompileCache, flushCompileCache } from "node:module";
import type * as TypeScript from "typescript-6";
import { inHome } from "../../base/paths.ts";

/** TypeScript, with functions that it has and its type declarations leave out. */
export type Compiler = typeof TypeScript & Unlisted;

/** What TypeScript knows to show for a symbol. */
export interface SymbolDisplay {
  readonly displayParts: TypeScript.SymbolDisplayPart[];
  readonly documentation: TypeScript.SymbolDisplayPart[];
  readonly tags?: TypeScript.JSDocTagInfo[];
}

interface Unlisted {
  readonly nullTransformationContext: TypeScript.TransformationContext;
  bindSourceFile(file: TypeScript.SourceFile, options: TypeScript.CompilerOptions): void;
  getContainerNode(node: TypeScript.Node): TypeScript.Node | undefined;
  getTouchingPropertyName(file: TypeScript.SourceFile, position: number): TypeScript.Node;
  findPrecedingToken(position: number, file: TypeScript.SourceFile): TypeScript.Node | undefined;
  typeToDisplayParts(checker: TypeScript.TypeChecker, type: TypeScript.Type, place?: TypeScript.Node): TypeScript.SymbolDisplayPart[];
  readonly SymbolDisplay: {
    getSymbolDisplayPartsDocumentationAndSymbolKind(
      checker: TypeScript.TypeChecker,
      symbol: TypeScript.Symbol,
      file: TypeScript.SourceFile,
      place: TypeScript.Node | undefined,
      node: TypeScript.Node,
    ): SymbolDisplay;
  };
  readonly Completions: {
    getCompletionsAtPosition(...parts: unknown[]): TypeScript.CompletionInfo | undefined;
  };
}

/** Loads TypeScript. Its compiled code is kept in a folder of `DESCENT_HOME`, which makes the next load twice as fast. */
export function loadCompiler(): Compiler {
  enableCompileCache(inHome("cache", "compiled"));
  const compiler: Compiler = createRequire(import.meta.url)("typescript-6");
  flushCompileCache(); // a process that is killed writes nothing by itself
  return compiler;
}
