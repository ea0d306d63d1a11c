import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../base/paths.ts";
import { exerciseCells, parseScript, solutionCode } from "../notebook/index.ts";

/** The code that solves an exercise, read from its notebook's source; undefined in a copy of the course that has no solutions. */
export async function readSolution(id: string, notebook: string): Promise<string | undefined> {
  const path = join(projectRoot, "solutions", `${notebook}.ts`);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const cell = exerciseCells(parseScript(text, { file: path })).find((exercise) => exercise.id === id);
  return cell && solutionCode(cell);
}
