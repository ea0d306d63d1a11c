/** Notebooks and their sources: percent scripts read, solutions stripped, notebooks built; knows nothing of kernels or tensors. */
export { type BuildOptions, type BuildReport, buildNotebooks } from "./build.ts";
export { buildCommand } from "./command.ts";
export { type ExerciseCell, exerciseCells, solutionCode } from "./exercise-cells.ts";
export type { CodeCell, Notebook, NotebookCell, NotebookOutput, TextCell } from "./format.ts";
export { parseScript, type ScriptCell } from "./script.ts";
export { toNotebook, toStubScript } from "./to-notebook.ts";
