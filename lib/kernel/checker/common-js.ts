import type * as TypeScript from "typescript-6";
import type { Compiler } from "./compiler.ts";
import { specifiersOf } from "./specifiers.ts";

export interface CommonJs {
  readonly code: string;
  /** A source map (JSON) from `code` to the module it was made from. */
  readonly map: string;
  /** What the module imports when it runs. */
  readonly specifiers: readonly string[];
}

/**
 * A JavaScript module as CommonJS code that tslab's executor runs. Unlike what the compiler makes by itself,
 *
 * - it does not begin by setting all that it exports to undefined: where it fails half-way, variables of earlier cells that it
 *   would have declared anew are still there. A `let x;` sets its variable where it stands;
 * - it is not in strict mode unless it says so.
 */
export function toCommonJs(module: string, compiler: Compiler): CommonJs {
  let specifiers: readonly string[] = [];
  const { outputText, sourceMapText = "" } = compiler.transpileModule(module, {
    fileName: "cell.js",
    compilerOptions: {
      module: compiler.ModuleKind.CommonJS,
      esModuleInterop: true,
      // Node knows all that the compiler does, but for this word.
      target: /\baccessor\b/.test(module) ? compiler.ScriptTarget.ES2024 : compiler.ScriptTarget.ESNext,
      newLine: compiler.NewLineKind.LineFeed,
      sourceMap: true,
    },
    transformers: {
      before: [
        () => (file) => {
          specifiers = specifiersOf(file, compiler);
          return compiler.factory.updateSourceFile(
            file,
            file.statements.map((statement) => withInitials(statement, compiler)),
          );
        },
      ],
      after: [
        () => (file) =>
          compiler.factory.updateSourceFile(
            file,
            file.statements.filter((statement) => !isPrologue(statement, compiler)),
          ),
      ],
    },
  });
  return { code: outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, ""), map: sourceMapText, specifiers };
}

/** `let x = void 0` for `let x` at the top of a module. */
function withInitials(statement: TypeScript.Statement, compiler: Compiler): TypeScript.Statement {
  const { factory, NodeFlags } = compiler;
  if (!compiler.isVariableStatement(statement)) return statement;
  const { declarationList: list } = statement;
  const kind = list.flags & NodeFlags.BlockScoped;
  if (kind !== NodeFlags.Let || list.declarations.every(({ initializer }) => initializer)) return statement;
  const declarations = list.declarations.map((declaration) =>
    declaration.initializer
      ? declaration
      : factory.updateVariableDeclaration(declaration, declaration.name, undefined, undefined, factory.createVoidZero()),
  );
  return factory.updateVariableStatement(statement, statement.modifiers, factory.updateVariableDeclarationList(list, declarations));
}

/** Whether a statement is one of those that the compiler writes before a module's own: `"use strict"` or `exports.a = exports.b = void 0`. */
function isPrologue(statement: TypeScript.Statement, compiler: Compiler): boolean {
  if (!compiler.isExpressionStatement(statement) || statement.pos >= 0) return false;
  let { expression } = statement;
  if (compiler.isStringLiteral(expression)) return expression.text === "use strict";
  const assigns = compiler.isBinaryExpression(expression);
  while (compiler.isBinaryExpression(expression) && compiler.isPropertyAccessExpression(expression.left)) expression = expression.right;
  return assigns && compiler.isVoidExpression(expression);
}
