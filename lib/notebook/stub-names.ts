import type { ScriptCell } from "./script.ts";
import { placeOf, type SolutionRegion, solutionRegions, withStubs } from "./solution-region.ts";
import { sourceProblem } from "./source-problem.ts";

const declaration = /^(?:export )?(?:(?:const|let|var) (\w+|[[{][^=]*[\]}])|(?:async )?function\*? (\w+)|class (\w+))/;

/**
 * Refuses solution regions whose stub would leave learners with broken code: a name that other code uses, or a `return`, that only the solution has.
 *
 * @throws Problem naming the region's file and line
 */
export function checkStubNames(cells: readonly ScriptCell[]): void {
  const shown = cells.filter((cell) => cell.kind === "code").flatMap((cell) => withStubs(cell));
  for (const cell of cells) {
    for (const region of solutionRegions(cell)) {
      const place = placeOf(cell, region.begin);
      const offered = region.stub.flatMap((line) => declaredNames(line.trim()));
      for (const name of outermost(region).flatMap(declaredNames)) {
        if (offered.includes(name) || !(region.indent === "" ? shown : restOfBlock(cell, region)).some((line) => uses(line, name)))
          continue;
        throw sourceProblem(
          place,
          `Without its solution the notebook would lack ${name}, which it uses elsewhere`,
          `Add a line such as "// STUB: const ${name} = todo<number>("03-1");" after BEGIN SOLUTION`,
        );
      }
      if (region.stub.length === 0 && outermost(region).some((line) => /^return\b/.test(line))) {
        throw sourceProblem(
          place,
          "Without its solution this function would return nothing",
          'Add a line such as "// STUB: return todo("03-2");" after BEGIN SOLUTION',
        );
      }
    }
  }
}

/** The statements of a region that are not inside another statement's block. */
function outermost({ indent, solution }: SolutionRegion): readonly string[] {
  return solution.filter((line) => line.startsWith(indent) && /^\S/.test(line.slice(indent.length))).map((line) => line.trim());
}

/** What follows a region in the same block: all code that sees the names of an indented region. */
function restOfBlock(cell: ScriptCell, { end, indent }: SolutionRegion): readonly string[] {
  const after = cell.lines.slice(end + 1);
  const closing = after.findIndex((line) => line.trim() !== "" && !line.startsWith(indent));
  return closing < 0 ? after : after.slice(0, closing);
}

function declaredNames(statement: string): readonly string[] {
  const found = declaration.exec(statement);
  const names = found?.[1] ?? found?.[2] ?? found?.[3] ?? "";
  return names
    .split(/[\s,[\]{}]+/)
    .map((name) => name.replace(/^.*:|^\.\.\./, ""))
    .filter((name) => name !== "");
}

/** Whether code mentions a name, not counting fields of that name and lines that are comments. What slips through, the type check of stubs finds. */
function uses(line: string, name: string): boolean {
  return !line.trimStart().startsWith("//") && new RegExp(`(?<![\\w$.])${name}(?![\\w$]|\\s*:)`).test(line);
}
