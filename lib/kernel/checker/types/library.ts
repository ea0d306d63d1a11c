import { join } from "node:path";
import type * as TypeScript from "typescript-6";
import { projectRoot } from "../../../base/paths.ts";
import type { Compiler } from "../compiler.ts";

/** Where the library's sources lie, as the compiler writes it. */
export const lib = join(projectRoot, "lib").replaceAll("\\", "/");

/**
 * Makes declarations of the library's sources, file by file.
 *
 * @returns a function from the path of a source to its declarations
 */
export function declarationsOf(rooms: readonly string[], compiler: Compiler): (path: string) => string {
  const { config } = compiler.readConfigFile(join(projectRoot, "tsconfig.json"), compiler.sys.readFile);
  const { options } = compiler.parseJsonConfigFileContent({ ...config, include: [], files: [] }, compiler.sys, projectRoot);
  const rootNames = rooms.map((room) => `${lib}/${room}/index.ts`);
  const program = compiler.createProgram({
    rootNames,
    options: { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true },
  });
  return (path) => {
    let declarations = "";
    const keep: TypeScript.WriteFileCallback = (_path, text) => {
      declarations = text;
    };
    // The last: declarations are made also where a type has no name that could be written.
    const emit = program.emit as (...parts: [...Parameters<TypeScript.Program["emit"]>, forced: boolean]) => TypeScript.EmitResult;
    emit(program.getSourceFile(path), keep, undefined, true, undefined, true);
    return declarations;
  };
}
