import type * as TypeScript from "typescript-6";
import type { Builder } from "./cell-program.ts";
import type { Compiler } from "./compiler.ts";
import { spellShorthand } from "./shorthand.ts";

/** What was seen while tslab's converter worked, beside what it gives back. */
export interface Seen {
  /** What the cell declares, without what earlier ones did. */
  own: string;
  /** The source map of the first step of a conversion, from TypeScript to a JavaScript module, … */
  firstMap: string;
  /** … and of the second, from there to what runs. */
  secondMap: string;
  specifiers: readonly string[];
  /** The place at which something is to be completed. */
  completing?: Completing | undefined;
}

export interface Completing {
  readonly program: TypeScript.Program;
  readonly file: TypeScript.SourceFile;
  readonly position: number;
  readonly entries: readonly TypeScript.CompletionEntry[];
}

/**
 * A builder whose `emit` notes what it saw of a cell, and spells its short forms out.
 *
 * @param roots the paths of the file of earlier declarations and of that of the cell
 */
export function attentive(compiler: Compiler, builder: Builder, { roots, seen }: { roots: readonly string[]; seen: Seen }): Builder {
  const [declared, cell] = roots;
  const isEarlier = (declaration: TypeScript.Declaration): boolean => declaration.getSourceFile().fileName === declared;
  const emit: Builder["emit"] = (file, write, token, _only, transformers) => {
    const checker = builder.getProgram().getTypeChecker();
    const noting: TypeScript.WriteFileCallback = (path, text, ...rest) => {
      if (file?.fileName === cell && path.endsWith(".map")) seen.firstMap = text;
      if (file?.fileName === cell && path.endsWith(".d.ts")) seen.own = text;
      write?.(path, text.replace(/\/\/# sourceMappingURL=.*\s*$/, ""), ...rest);
    };
    // Forced, so that declarations are written also where a type has no name, such as a class with a private member.
    const emitForced = builder.emit as (...parts: [...Parameters<Builder["emit"]>, forced: boolean]) => TypeScript.EmitResult;
    return emitForced(file, noting, token, undefined, { ...transformers, before: [spellShorthand(compiler, checker, isEarlier)] }, true);
  };
  return { ...builder, emit };
}
