import type * as TypeScript from "typescript-6";
import type { Compiler } from "./compiler.ts";

/** What a module's code imports when it runs: in statements, and in calls of `import` with a literal. Each once, in order. */
export function specifiersOf(file: TypeScript.SourceFile, compiler: Compiler): readonly string[] {
  const found = new Set<string>();
  const visit = (node: TypeScript.Node): void => {
    const from =
      compiler.isImportDeclaration(node) || compiler.isExportDeclaration(node)
        ? node.moduleSpecifier
        : compiler.isCallExpression(node) && node.expression.kind === compiler.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : undefined;
    if (from && compiler.isStringLiteralLike(from)) found.add(from.text);
    compiler.forEachChild(node, visit);
  };
  visit(file);
  return [...found];
}
