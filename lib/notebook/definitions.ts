import { exerciseCells } from "./exercise-cells.ts";
import type { ScriptCell } from "./script.ts";
import { placeOf } from "./solution-region.ts";
import { sourceProblem } from "./source-problem.ts";

/**
 * Compares the exercises that a script poses with those that its definition file can judge.
 *
 * @throws Problem where one has an id that the other lacks
 */
export function checkDefinitions(cells: readonly ScriptCell[], defined: { readonly file: string; readonly ids: readonly string[] }): void {
  const posed = exerciseCells(cells);
  for (const { id, cell } of posed) {
    if (!defined.ids.includes(id))
      throw sourceProblem(cell.place, `No check is defined for exercise ${id}`, `Define "${id}" in ${defined.file}`);
  }
  for (const cell of cells) {
    for (const [index, line] of cell.lines.entries()) {
      const unknown = [...line.matchAll(/\bexercise\("([^"]*)"\)/g)].find(([, id]) => id !== undefined && !defined.ids.includes(id));
      if (unknown)
        throw sourceProblem(
          placeOf(cell, index),
          `No check is defined for exercise ${unknown[1]}`,
          `Define it in ${defined.file} or mend the id`,
        );
    }
  }
  const unposed = defined.ids.find((id) => !posed.some((exercise) => exercise.id === id));
  const last = cells.at(-1);
  if (unposed !== undefined && last) {
    throw sourceProblem(
      last.place,
      `${defined.file} defines exercise ${unposed}, which no cell of this script poses`,
      `Add a cell with {"descent":{"exercise":"${unposed}"}} or take the definition away`,
    );
  }
}
