import { type AnyNode, type Expression, type Function as FunctionNode, type Program, parse, type Statement } from "acorn";
import { ancestor } from "acorn-walk";
import { stopFlag } from "./stop.ts";

/** Put in the place of code between two offsets; the code's lines keep their places. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** How deep in the code the edited part lies: of two that open at one place the outer comes first. */
  readonly depth: number;
}

export interface Instrumented {
  readonly code: string;
  /** Whether an `await` stands outside all functions. */
  readonly awaitsAtTop: boolean;
  /** The column, from 0, in the code as it was, of one in the changed code. */
  originalColumn(line: number, column: number): number;
}

const check = `if(${stopFlag})__tslab__.stop();`;
const checkInExpression = `(${stopFlag}&&__tslab__.stop(),`;

/**
 * JavaScript of a cell or of a module, changed so that it can be stopped: each `await` goes through a check, and each turn of a loop and each
 * call of a function looks at a flag. The flag costs nothing while it is down: to V8 a global that never changed is a constant.
 *
 * @throws SyntaxError where the code is no JavaScript
 */
export function instrument(code: string, { module = false }: { readonly module?: boolean } = {}): Instrumented {
  const program = parse(code, {
    ecmaVersion: "latest",
    sourceType: module ? "module" : "script",
    allowAwaitOutsideFunction: true,
    allowReturnOutsideFunction: true,
    allowHashBang: true,
  });
  const edits: Edit[] = [];
  let awaitsAtTop = false;
  const wrap = ({ start, end }: AnyNode, opening: string, depth: number, closing = ")"): void => {
    edits.push({ from: start, to: start, text: opening, depth }, { from: end, to: end, text: closing, depth: -depth });
  };
  const checkAt = (place: number, depth: number): void => void edits.push({ from: place, to: place, text: check, depth });
  const onLoop = ({ body }: { readonly body: Statement }, _: unknown, { length: depth }: readonly AnyNode[]): void => {
    if (body.type === "BlockStatement") checkAt(body.start + 1, depth);
    else wrap(body, `{${check}`, depth, "}");
  };
  const onFunction = (node: FunctionNode, _: unknown, { length: depth }: readonly AnyNode[]): void => {
    if (node.body.type === "BlockStatement") checkAt(endOfDirectives(node.body.body) ?? node.body.start + 1, depth);
    else wrap(node.body, checkInExpression, depth);
  };
  const onAwait = (awaited: Expression, name: "wait" | "each", ancestors: readonly AnyNode[]): void => {
    wrap(awaited, `__tslab__.${name}(`, ancestors.length + 1);
    awaitsAtTop ||= !ancestors.some(isFunction);
  };
  ancestor(program, {
    AwaitExpression: ({ argument }, _, ancestors) => onAwait(argument, "wait", ancestors),
    ForOfStatement(node, state, ancestors) {
      if (node.await) onAwait(node.right, "each", ancestors);
      onLoop(node, state, ancestors);
    },
    VariableDeclaration(node, _, ancestors) {
      if (node.kind === "await using") awaitsAtTop ||= !ancestors.some(isFunction);
    },
    ForStatement: onLoop,
    ForInStatement: onLoop,
    WhileStatement: onLoop,
    DoWhileStatement: onLoop,
    Function: onFunction,
  });
  const exported = module ? [] : exportEdits(program, code);
  const replaced = exported.filter(({ from, to }) => to > from);
  const kept = edits.filter(({ from }) => !replaced.some((edit) => from > edit.from && from < edit.to));
  const all = [...kept, ...exported].sort((a, b) => a.from - b.from || a.depth - b.depth);
  return { code: applied(code, all), awaitsAtTop, originalColumn: columnsBefore(code, all) };
}

const isFunction = ({ type }: AnyNode): boolean =>
  type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression";

/** Where a function's `"use strict"` and the like end; undefined where it has none. */
function endOfDirectives(body: readonly Statement[]): number | undefined {
  return body.filter((statement) => statement.type === "ExpressionStatement" && statement.directive !== undefined).at(-1)?.end;
}

/**
 * What a cell exports: imported names as plain values, which later cells may set, in the place of TypeScript's getters; and after each
 * variable that is set at the top a word of it, for where the cell fails half-way.
 */
function exportEdits(program: Program, code: string): Edit[] {
  return program.body.flatMap((statement): Edit[] => {
    if (statement.type !== "ExpressionStatement") return [];
    const { expression, start, end } = statement;
    const getter = /^Object\.defineProperty\(exports, ("[^"]+"), \{ enumerable: true, get: function \(\) \{ return (.+); \} \}\);$/s.exec(
      code.slice(start, end),
    );
    if (getter) return [{ from: start, to: end, text: `exports[${getter[1]}] = ${getter[2]};__tslab__.assigned(${getter[1]});`, depth: 0 }];
    const names = exportedNames(expression);
    return names.length === 0 ? [] : [{ from: end, to: end, text: `;__tslab__.assigned("${names.join('","')}");`, depth: 0 }];
  });
}

/** The names in `exports.a = exports.b = …`. */
function exportedNames(expression: Expression): string[] {
  if (expression.type !== "AssignmentExpression" || expression.left.type !== "MemberExpression") return [];
  const { object, property, computed } = expression.left;
  if (computed || object.type !== "Identifier" || object.name !== "exports" || property.type !== "Identifier") return [];
  return [property.name, ...exportedNames(expression.right)];
}

function applied(code: string, edits: readonly Edit[]): string {
  let changed = "";
  let from = 0;
  for (const edit of edits) {
    changed += code.slice(from, edit.from) + edit.text;
    from = edit.to;
  }
  return changed + code.slice(from);
}

function columnsBefore(code: string, edits: readonly Edit[]): Instrumented["originalColumn"] {
  return (line, column) => {
    const start = startOfLine(code, line);
    let shift = 0; // how much longer the changed line is, up to the column
    for (const { from, to, text } of edits) {
      if (from < start) continue;
      if (from - start + shift >= column) break;
      shift += text.length - (to - from);
    }
    return Math.max(0, column - shift);
  };
}

/** Offset of a line's first character; lines count from 1. */
function startOfLine(code: string, line: number): number {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const end = code.indexOf("\n", start);
    if (end < 0) return start;
    start = end + 1;
  }
  return start;
}
