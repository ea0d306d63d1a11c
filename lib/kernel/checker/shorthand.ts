import type * as TypeScript from "typescript-6";
import type { Compiler } from "./compiler.ts";

/**
 * Spells `{ model }` out as `{ model: exports.model }` where `model` is a variable of an earlier cell: tslab puts `exports.` before
 * those where they are used, but overlooks the ones that stand in short form.
 *
 * @param isEarlier whether a declaration is one of an earlier cell
 */
export function spellShorthand(
  compiler: Compiler,
  checker: TypeScript.TypeChecker,
  isEarlier: (declaration: TypeScript.Declaration) => boolean,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  const { factory } = compiler;
  return (context) => {
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      if (compiler.isShorthandPropertyAssignment(node)) {
        const symbol = checker.getShorthandAssignmentValueSymbol(node);
        if (symbol?.declarations?.some(isEarlier)) {
          const name = factory.createIdentifier(node.name.text);
          const value = factory.createPropertyAccessExpression(factory.createIdentifier("exports"), name);
          compiler.setTextRange(value, node.name);
          const initial = node.objectAssignmentInitializer;
          const spelled = initial ? factory.createAssignment(value, compiler.visitNode(initial, visit, compiler.isExpression)) : value;
          return compiler.setTextRange(factory.createPropertyAssignment(node.name.text, spelled), node);
        }
      }
      return compiler.visitEachChild(node, visit, context);
    };
    return (file) => compiler.visitEachChild(file, visit, context);
  };
}
