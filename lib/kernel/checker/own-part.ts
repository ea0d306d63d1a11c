import type { Compiler } from "./compiler.ts";

/**
 * What remains of a cell's declarations when it failed: its types, functions, classes and imports, and the variables that it had set.
 *
 * @param own declarations of a cell, as the compiler writes them
 */
export function ownPart(own: string, assigned: readonly string[], compiler: Compiler): string {
  const file = compiler.createSourceFile("cell.d.ts", own, compiler.ScriptTarget.Latest, false);
  const parts = file.statements.map((statement) => {
    if (!compiler.isVariableStatement(statement)) return statement.getFullText(file);
    const { declarations } = statement.declarationList;
    const kept = declarations.filter(({ name }) => compiler.isIdentifier(name) && assigned.includes(name.text));
    if (kept.length === declarations.length) return statement.getFullText(file);
    const beginning = file.text.slice(statement.getFullStart(), declarations[0]?.getStart(file));
    return kept.length === 0 ? "" : `${beginning}${kept.map((declaration) => declaration.getText(file)).join(", ")};`;
  });
  return parts.join("");
}
