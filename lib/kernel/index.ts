/** The course kernel: its place in Jupyter, and notebooks run without a front end. Never loads TensorFlow.js. */
export { hasTypes, typesInPlace, typesProgram } from "./checker/types/store.ts";
export { type RunFilesOptions, runFiles } from "./run.ts";
export { type CellEvent, type NotebookFailure, type NotebookRun, type RunNotebookOptions, runNotebook } from "./runner/run-notebook.ts";
export {
  type InstalledKernelspec,
  installKernelspec,
  type KernelName,
  type Kernelspec,
  kernelNames,
  kernelspec,
  listKernelspecs,
  removeKernelspec,
} from "./spec.ts";
