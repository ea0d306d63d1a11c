import { cellText, type ScriptCell } from "./script.ts";
import { placeOf, type SolutionRegion, solutionRegions, withStubs } from "./solution-region.ts";
import { sourceProblem } from "./source-problem.ts";

/** A code cell whose metadata `{"descent":{"exercise":id}}` says that a learner answers exercise `id` in it. */
export interface ExerciseCell {
  readonly id: string;
  readonly cell: ScriptCell;
  readonly regions: readonly SolutionRegion[];
}

const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * The exercise cells of a script, checked: each has an id of its own and a solution region, every region lies in one of them,
 * and no solution can be read elsewhere in what learners get.
 *
 * @throws Problem naming file and line of what is wrong
 */
export function exerciseCells(cells: readonly ScriptCell[]): readonly ExerciseCell[] {
  const found = new Map<string, ExerciseCell>();
  for (const cell of cells) {
    const regions = solutionRegions(cell);
    const id = exerciseId(cell);
    if (id === undefined) {
      if (regions[0]) {
        throw sourceProblem(
          placeOf(cell, regions[0].begin),
          "A solution region outside an exercise cell",
          'Say which exercise it answers after the cell\'s %%: {"descent":{"exercise":"03-1"}}',
        );
      }
      continue;
    }
    const earlier = found.get(id);
    if (earlier)
      throw sourceProblem(cell.place, `Exercise ${id} has a cell already, at line ${earlier.cell.place.line}`, "Give this one another id");
    if (regions.length === 0) {
      throw sourceProblem(
        cell.place,
        `The cell of exercise ${id} has no solution region, so learners would get it as it is`,
        'Put "// BEGIN SOLUTION" and "// END SOLUTION" around the part that learners write',
      );
    }
    checkMentions(cell, id);
    found.set(id, { id, cell, regions });
  }
  const exercises = [...found.values()];
  refuseLeaks(cells, exercises);
  return exercises;
}

/** The code that solves an exercise, its indentation taken off; regions of one cell stand one after the other. */
export function solutionCode({ regions }: ExerciseCell): string {
  return regions
    .map(({ indent, solution }) => solution.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join("\n"))
    .join("\n\n");
}

function exerciseId(cell: ScriptCell): string | undefined {
  const own = cell.metadata["descent"];
  if (own === undefined) return undefined;
  const id = typeof own === "object" && own !== null && "exercise" in own && Object.keys(own).length === 1 ? own.exercise : undefined;
  if (cell.kind !== "code" || typeof id !== "string" || !idPattern.test(id)) {
    throw sourceProblem(
      cell.place,
      `Expected a code cell with {"descent":{"exercise":"03-1"}} but got a ${cell.kind} cell with {"descent":${JSON.stringify(own)}}`,
      "An id holds 1 to 64 letters, digits, - and _ only",
    );
  }
  return id;
}

function checkMentions(cell: ScriptCell, id: string): void {
  for (const [index, line] of cell.lines.entries()) {
    for (const [, mentioned] of line.matchAll(/\b(?:exercise|todo(?:<.*>)?)\("([^"]*)"\)/g)) {
      if (mentioned === id) continue;
      throw sourceProblem(
        placeOf(cell, index),
        `The cell of exercise ${id} speaks of exercise ${mentioned}`,
        `Write "${id}" here or in the cell's metadata`,
      );
    }
  }
}

function refuseLeaks(cells: readonly ScriptCell[], exercises: readonly ExerciseCell[]): void {
  const squeeze = (text: string): string => text.replace(/\s+/g, "");
  for (const exercise of exercises) {
    const solution = squeeze(solutionCode(exercise));
    for (const cell of cells) {
      if (solution.length < 8 || !squeeze(cellText(cell.kind, withStubs(cell))).includes(solution)) continue;
      throw sourceProblem(
        cell.place,
        `Learners could read the solution of exercise ${exercise.id} in this cell`,
        "Use other words or numbers in this cell",
      );
    }
  }
}
