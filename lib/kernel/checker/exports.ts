import type * as TypeScript from "typescript-6";
import type { Compiler } from "./compiler.ts";

/**
 * A cell's code without the `export` of its declarations: tslab exports all that a cell declares, and would do so twice. What is
 * exported from a module (`export { a } from "m"`) is imported. All other text keeps its place.
 */
export function withoutExports(code: string, compiler: Compiler): string {
  if (!/\bexport\b/.test(code)) return code;
  const file = compiler.createSourceFile("cell.ts", code, compiler.ScriptTarget.Latest, false, compiler.ScriptKind.TS);
  let changed = "";
  let from = 0;
  const replace = (start: number, end: number, text = ""): void => {
    changed += code.slice(from, start) + text + code.slice(start + text.length, end).replace(/[^\n\r]/g, " ");
    from = end;
  };
  for (const statement of file.statements) {
    const start = statement.getStart(file);
    if (compiler.isExportDeclaration(statement)) {
      if (!statement.moduleSpecifier) replace(start, statement.end);
      else if (statement.exportClause) replace(start, start + "export".length, "import");
    } else if (compiler.isExportAssignment(statement)) {
      if (!statement.isExportEquals) replace(start, statement.expression.getStart(file));
    } else for (const modifier of exportModifiers(statement, compiler)) replace(modifier.getStart(file), modifier.end);
  }
  return changed + code.slice(from);
}

function exportModifiers(statement: TypeScript.Statement, compiler: Compiler): readonly TypeScript.Modifier[] {
  if (!compiler.canHaveModifiers(statement)) return [];
  const modifiers = compiler.getModifiers(statement) ?? [];
  return modifiers.filter(({ kind }) => kind === compiler.SyntaxKind.ExportKeyword || kind === compiler.SyntaxKind.DefaultKeyword);
}
