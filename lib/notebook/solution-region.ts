import type { ScriptCell } from "./script.ts";
import { sourceProblem } from "./source-problem.ts";

/** The part of a code cell that a learner writes: from `// BEGIN SOLUTION` to `// END SOLUTION`, as indices into the cell's lines. */
export interface SolutionRegion {
  readonly begin: number;
  readonly end: number;
  readonly indent: string;
  /** The solution itself, indented as in the cell. */
  readonly solution: readonly string[];
  /** What takes its place, indented as in the cell. */
  readonly stub: readonly string[];
}

const marker = /^([ \t]*)\/\/ (BEGIN|END) SOLUTION\s*$/;
const stubLine = /^([ \t]*)\/\/ STUB: (.*\S)\s*$/;
/** A comment that was meant to be a marker: `//BEGIN SOLUTION`, `// Begin solutions`, `# END-SOLUTION`, `// BEGIN SOLUTON:` … */
const nearlyMarker = /^\s*(?:\/\/+|#+|\/?\*+)\W*(?:beg\w*|bgin|end\w*|start|stop)[\W_]*(?:of\W+)?(?:the\W+)?sol\w*\W*$/i;
const nearlyStub = /^\s*(?:\/\/+|#+)\W*stubs?\b/i;
const shouted = /\b(?:BEGIN|END)[\W_]+SOLUTIONS?\b|^\/\/ STUB:/;

/**
 * The solution regions of a cell, in order.
 *
 * @throws Problem naming file and line where markers are unbalanced, nested, misspelt, or stand where no learner writes code
 */
export function solutionRegions(cell: ScriptCell): readonly SolutionRegion[] {
  const regions: SolutionRegion[] = [];
  let open: { begin: number; indent: string; solution: string[]; stub: string[] } | undefined;
  for (const [index, line] of cell.lines.entries()) {
    const found = cell.kind === "code" ? readLine(line) : shouted.test(line) ? "misplaced" : undefined;
    const refuse = (message: string, hint: string) => sourceProblem(placeOf(cell, index), message, hint);
    if (found === "misplaced") {
      throw refuse(
        `A solution region in a ${cell.kind} cell would be shown to learners`,
        'Move it into a code cell with {"descent":{"exercise":"…"}}',
      );
    } else if (found === "misspelt") {
      throw refuse(
        `${JSON.stringify(line.trim())} is almost a marker of a solution region, but not one`,
        'On a line of its own, write "// BEGIN SOLUTION", "// END SOLUTION" or "// STUB: " with the code that learners get',
      );
    } else if (found === "begin") {
      if (open)
        throw refuse(
          `A solution region begins inside the one of line ${placeOf(cell, open.begin).line}`,
          "End the first one above this line",
        );
      open = { begin: index, indent: line.slice(0, line.indexOf("/")), solution: [], stub: [] };
    } else if (found === "end") {
      if (!open) throw refuse("A solution region ends that never began", 'Write "// BEGIN SOLUTION" above the solution');
      regions.push({ ...open, end: index });
      open = undefined;
    } else if (found !== undefined) {
      if (!open) throw refuse("STUB outside a solution region", 'Move it between "// BEGIN SOLUTION" and "// END SOLUTION"');
      open.stub.push(found.stub);
    } else {
      open?.solution.push(line);
    }
  }
  if (open) {
    throw sourceProblem(
      placeOf(cell, open.begin),
      "This solution region never ends in its cell",
      'Write "// END SOLUTION" below the solution',
    );
  }
  return regions;
}

/** The lines of a cell with each solution replaced by `// your code here` and the code of its stub. */
export function withStubs(cell: ScriptCell): readonly string[] {
  const lines = [...cell.lines];
  for (const { begin, end, indent, stub } of [...solutionRegions(cell)].reverse()) {
    lines.splice(begin, end - begin + 1, `${indent}// your code here`, ...stub);
  }
  return lines;
}

/** The place of a cell's line in its file. */
export function placeOf(cell: ScriptCell, index: number): { file: string; line: number } {
  return { file: cell.place.file, line: cell.place.line + 1 + index };
}

function readLine(line: string): "begin" | "end" | "misspelt" | { stub: string } | undefined {
  const exact = marker.exec(line);
  if (exact) return exact[2] === "BEGIN" ? "begin" : "end";
  const stub = stubLine.exec(line);
  if (stub) return { stub: `${stub[1]}${stub[2]}` };
  return nearlyMarker.test(line) || nearlyStub.test(line) || shouted.test(line) ? "misspelt" : undefined;
}
