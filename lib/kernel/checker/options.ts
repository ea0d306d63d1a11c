import type * as TypeScript from "typescript-6";
import type { Compiler } from "./compiler.ts";

/**
 * The compiler's options for cells: tslab's, of which those that only its fork of TypeScript has are left out, brought up to a
 * current TypeScript, Node and its packages.
 */
export function cellOptions(compiler: Compiler, ofTslab: TypeScript.CompilerOptions): TypeScript.CompilerOptions {
  const { noImplicitUseStrict: _sloppy, disableTopLevelAwait: _await, ...options } = ofTslab;
  return {
    ...options,
    target: compiler.ScriptTarget.ESNext, // what Node can't run of it, `toCommonJS` rewrites
    lib: ["lib.esnext.d.ts"],
    types: ["node"], // of the installed @types; those that an import needs come with it
    moduleResolution: compiler.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    strict: false,
    sourceMap: true,
  };
}
