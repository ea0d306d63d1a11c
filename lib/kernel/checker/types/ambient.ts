import type * as TypeScript from "typescript-6";
import type { Compiler } from "../compiler.ts";

/** A file of declarations that becomes part of a rolled-up one. */
export interface DeclarationFile {
  /** The name under which cells, or other files of declarations, will import it. */
  readonly id: string;
  readonly text: string;
  /** What a specifier in it means: the id of another file, or the specifier itself. */
  idOf(specifier: string): string;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A file of declarations as an ambient module (`declare module "id" { … }`). What it adds to other modules (`declare module "../x"`)
 * comes after it, as modules may not stand in one another.
 */
export function ambientModule({ id, text, idOf }: DeclarationFile, compiler: Compiler): string {
  const file = compiler.createSourceFile("declared.d.ts", text, compiler.ScriptTarget.Latest, true);
  const edits: Edit[] = [];
  const cut = (node: TypeScript.Node): void => {
    edits.push({ start: node.getFullStart(), end: node.end, text: "" });
  };
  const rename = (literal: TypeScript.Node | undefined): void => {
    if (!literal || !compiler.isStringLiteral(literal)) return;
    edits.push({ start: literal.getStart(file), end: literal.end, text: JSON.stringify(idOf(literal.text)) });
  };
  const visit = (node: TypeScript.Node): void => {
    if (compiler.isImportDeclaration(node) || compiler.isExportDeclaration(node)) rename(node.moduleSpecifier);
    else if (compiler.isExternalModuleReference(node)) rename(node.expression);
    else if (compiler.isImportTypeNode(node) && compiler.isLiteralTypeNode(node.argument)) rename(node.argument.literal);
    compiler.forEachChild(node, visit);
  };
  const additions: TypeScript.ModuleDeclaration[] = [];
  for (const statement of file.statements) {
    const isAddition = compiler.isModuleDeclaration(statement) && compiler.isStringLiteral(statement.name);
    if (isAddition) additions.push(statement);
    if (isAddition || compiler.isNamespaceExportDeclaration(statement)) cut(statement);
    else {
      const modifiers = compiler.canHaveModifiers(statement) ? (compiler.getModifiers(statement) ?? []) : [];
      for (const modifier of modifiers)
        if (modifier.kind === compiler.SyntaxKind.DeclareKeyword) {
          edits.push({ start: modifier.getStart(file), end: modifier.end, text: "" }); // not the words before it
        }
      visit(statement);
    }
  }
  const body = withoutReferences(edited(text, edits));
  return [
    `declare module ${JSON.stringify(id)} {\n${body}\n}\n`,
    ...additions.map((addition) => additionTo(addition, { file, idOf, compiler })),
  ].join("");
}

/** A file of declarations that names no other files: they are in the rolled-up one too, or known anyway. */
export const withoutReferences = (text: string): string => text.replace(/^\/\/\/ *<.*$/gm, "");

/** What a file adds to another module, with those of its own imports that the addition needs. */
function additionTo(
  addition: TypeScript.ModuleDeclaration,
  { file, idOf, compiler }: { file: TypeScript.SourceFile; idOf: (specifier: string) => string; compiler: Compiler },
): string {
  const target = idOf(addition.name.text);
  const body = addition.body?.getText(file).slice(1, -1) ?? "";
  const imports = file.statements.flatMap((statement) => {
    if (!compiler.isImportDeclaration(statement) || !compiler.isStringLiteral(statement.moduleSpecifier)) return [];
    const from = idOf(statement.moduleSpecifier.text);
    const bindings = statement.importClause?.namedBindings;
    if (from === target || !bindings || !compiler.isNamedImports(bindings)) return [];
    const used = bindings.elements.filter(({ name }) => new RegExp(`\\b${name.text}\\b`).test(body));
    return used.length === 0
      ? []
      : [`import { ${used.map((element) => element.getText(file)).join(", ")} } from ${JSON.stringify(from)};\n`];
  });
  return `declare module ${JSON.stringify(target)} {\n${imports.join("")}${body}\n}\n`;
}

function edited(text: string, edits: readonly Edit[]): string {
  let result = "";
  let from = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return result + text.slice(from);
}
