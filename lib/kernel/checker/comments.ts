import type * as TypeScript from "typescript-6";
import type { Compiler } from "./compiler.ts";

/** A node with its words for people (JSDoc), which the compiler's types leave out. */
interface Described extends TypeScript.Node {
  jsDoc?: TypeScript.JSDoc[];
}

/**
 * Gives a file the words for people that it was parsed without: they are parsed from its text now, and each is hung on the node that it stands
 * before.
 */
export function attachComments(file: TypeScript.SourceFile, compiler: Compiler): void {
  const { fileName, text, languageVersion } = file;
  const { ParseAll: jsDocParsingMode } = compiler.JSDocParsingMode;
  const twin = compiler.createSourceFile(fileName, text, { languageVersion, jsDocParsingMode }, true);
  const attach = (node: Described, described: Described): void => {
    if (described.jsDoc) {
      node.jsDoc = described.jsDoc;
      for (const comment of described.jsDoc) Object.assign(comment, { parent: node }); // the twin itself is not kept
    }
    const others = childrenOf(described, compiler);
    for (const [index, child] of childrenOf(node, compiler).entries()) {
      const other = others[index];
      if (other?.kind === child.kind) attach(child, other);
    }
  };
  attach(file, twin);
}

function childrenOf(node: TypeScript.Node, compiler: Compiler): TypeScript.Node[] {
  const children: TypeScript.Node[] = [];
  compiler.forEachChild(node, (child) => void children.push(child));
  return children;
}
