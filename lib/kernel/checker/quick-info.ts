import type * as TypeScript from "typescript-6";
import type { Compiler } from "./compiler.ts";

/** The longest definition that is shown, in characters. */
const longest = 4000;

/** What the compiler's own services know of a name, and the text that defines it. */
export interface Info extends TypeScript.QuickInfo {
  readonly definition?: string;
}

interface Place {
  readonly file: TypeScript.SourceFile;
  readonly checker: TypeScript.TypeChecker;
  readonly position: number;
}

/** What TypeScript knows of the name at a position, or of the function in whose call it stands; undefined where there is neither. */
export function quickInfo(compiler: Compiler, { file, checker, position }: Place): Info | undefined {
  const touched = compiler.getTouchingPropertyName(file, position);
  return (
    infoOf(compiler, checker, touched) ??
    infoOf(compiler, checker, calleeAround(compiler, compiler.findPrecedingToken(position, file), position))
  );
}

function infoOf(compiler: Compiler, checker: TypeScript.TypeChecker, named: TypeScript.Node | undefined): Info | undefined {
  if (named === undefined || compiler.isSourceFile(named)) return undefined;
  const { parent } = named;
  const node = compiler.isNewExpression(parent) && named.pos === parent.pos ? parent.expression : named;
  const isName = compiler.isIdentifier(node) || compiler.isPrivateIdentifier(node) || compiler.isStringLiteralLike(node);
  const isSelf = node.kind === compiler.SyntaxKind.ThisKeyword || node.kind === compiler.SyntaxKind.SuperKeyword;
  if (!isName && !isSelf) return undefined;
  const file = node.getSourceFile();
  const start = node.getStart(file);
  const found = { kind: compiler.ScriptElementKind.unknown, kindModifiers: "", textSpan: { start, length: node.end - start } };
  const place = compiler.getContainerNode(node);
  const symbol = checker.getSymbolAtLocation(node);
  if (symbol && !checker.isUnknownSymbol(symbol)) {
    const display = compiler.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(checker, symbol, file, place, node);
    const definition = definitionOf(compiler, checker, symbol);
    const { displayParts, documentation, tags } = display;
    return { ...found, displayParts, documentation, ...(tags && { tags }), ...(definition && { definition }) };
  }
  if (compiler.isStringLiteralLike(node)) return undefined;
  const type = checker.getTypeAtLocation(node);
  if ((type as { intrinsicName?: string }).intrinsicName === "error") return undefined;
  return { ...found, displayParts: compiler.typeToDisplayParts(checker, type, place) };
}

function definitionOf(compiler: Compiler, checker: TypeScript.TypeChecker, symbol: TypeScript.Symbol): string | undefined {
  const defined = symbol.flags & compiler.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const text = defined.declarations?.[0]?.getText();
  return text && text.length <= longest ? text : undefined;
}

/** The name of the function that is called with arguments among which the position is. */
function calleeAround(compiler: Compiler, before: TypeScript.Node | undefined, position: number): TypeScript.Node | undefined {
  for (let node: TypeScript.Node | undefined = before; node && !compiler.isFunctionLike(node); node = node.parent) {
    if ((compiler.isCallExpression(node) || compiler.isNewExpression(node)) && position > node.expression.end) {
      const { expression } = node;
      return compiler.isPropertyAccessExpression(expression) ? expression.name : expression;
    }
  }
  return undefined;
}
