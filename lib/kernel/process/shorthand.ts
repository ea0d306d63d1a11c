import type * as TypeScript from "@tslab/typescript-for-tslab";

/**
 * A cell's code with `{ model }` spelled out as `{ model: model }`: tslab renames the variables of earlier cells where they are used,
 * but overlooks those that stand in short form. Lines keep their places.
 */
export function withoutShorthand(code: string, compiler: typeof TypeScript): string {
  if (!/[{,]\s*\w+\s*[,}]/.test(code)) return code;
  const source = compiler.createSourceFile("cell.ts", code, compiler.ScriptTarget.Latest, false, compiler.ScriptKind.TS);
  let changed = "";
  let from = 0;
  const visit = (node: TypeScript.Node): void => {
    // `{ a = 1 }`, a default of a destructuring, has no long form that differs only by the name.
    if (compiler.isShorthandPropertyAssignment(node) && node.objectAssignmentInitializer === undefined) {
      changed += `${code.slice(from, node.end)}: ${node.name.text}`;
      from = node.end;
    }
    compiler.forEachChild(node, visit);
  };
  visit(source);
  return changed + code.slice(from);
}
