import type * as TypeScript from "@tslab/typescript-for-tslab";
import { cells } from "./cell.ts";

/** What rewritten code calls; it hangs on tslab's own global, `__tslab__`, so that cells see one hidden name and not two. */
export const awaits = {
  /** In place of `value` in `await value`. */
  wait: <T>(value: T): T | Promise<Awaited<T>> => cells.getStore()?.wait(value) ?? value,

  /** In place of `items` in `for await (const item of items)`. */
  each: async function* <T>(items: AsyncIterable<T> | Iterable<T>): AsyncGenerator<Awaited<T>, void, void> {
    const cell = cells.getStore();
    for await (const item of items) {
      cell?.signal.throwIfAborted();
      yield item;
    }
  },
};

interface Edit {
  readonly at: number;
  readonly text: string;
}

/**
 * JavaScript code of a cell, changed so that an interrupt ends it at its next `await`. Lines keep their places.
 *
 * @returns `awaitsAtTop` tells whether an `await` stands outside all functions: tslab overlooks some
 */
export function interruptible(code: string, compiler: typeof TypeScript): { readonly code: string; readonly awaitsAtTop: boolean } {
  if (!/\bawait\b/.test(code)) return { code, awaitsAtTop: false };
  const edits: Edit[] = [];
  let awaitsAtTop = false;
  const wrap = (node: TypeScript.Node, name: keyof typeof awaits): void => {
    // Two calls that end at the same place close in either order; two that begin there open outermost first, as they are visited.
    edits.push({ at: node.getStart(source), text: `__tslab__.${name}(` }, { at: node.end, text: ")" });
  };
  const visit = (node: TypeScript.Node, inFunction: boolean): void => {
    const loop = compiler.isForOfStatement(node) && node.awaitModifier !== undefined;
    if (loop) wrap(node.expression, "each");
    else if (compiler.isAwaitExpression(node)) wrap(node.expression, "wait");
    awaitsAtTop ||= !inFunction && (loop || compiler.isAwaitExpression(node));
    const inside = inFunction || compiler.isFunctionLike(node);
    compiler.forEachChild(node, (child) => visit(child, inside));
  };
  // Only in a module is `await (x)` at the top no call of a function of that name.
  const source = compiler.createSourceFile("cell.js", `${code}\nexport {};`, compiler.ScriptTarget.Latest, false, compiler.ScriptKind.JS);
  visit(source, false);
  edits.sort((a, b) => a.at - b.at);
  let changed = "";
  let from = 0;
  for (const { at, text } of edits) {
    changed += code.slice(from, at) + text;
    from = at;
  }
  return { code: changed + code.slice(from), awaitsAtTop };
}
