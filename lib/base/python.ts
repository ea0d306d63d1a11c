import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./paths.ts";

/** Where Python's programs lie in a virtual or conda environment. */
function programFolder(environment: string): string {
  return process.platform === "win32" ? join(environment, "Scripts") : join(environment, "bin");
}

/** The Python environment that set-up fills: the active conda environment called `descent`, else `.venv` in the project. */
export function pythonEnvironment(): string {
  const conda = process.env["CONDA_PREFIX"];
  return conda && process.env["CONDA_DEFAULT_ENV"] === "descent" ? conda : join(projectRoot, ".venv");
}

/** A program of that environment, such as `python` or `jupyter`; undefined where it is not installed. */
export function pythonProgram(name: string): string | undefined {
  const program = join(programFolder(pythonEnvironment()), process.platform === "win32" ? `${name}.exe` : name);
  return existsSync(program) ? program : undefined;
}
