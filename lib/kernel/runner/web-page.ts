import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { messageOf, Problem } from "../../base/problem.ts";
import { pythonProgram } from "../../base/python.ts";

/**
 * Writes a web page beside an executed notebook, with Jupyter's nbconvert.
 *
 * @returns the page's path
 * @throws Problem `nbconvert` where Jupyter is missing or fails
 */
export async function writeWebPage(notebook: string): Promise<string> {
  const hint = "npm run setup installs JupyterLab, which brings nbconvert";
  const jupyter = pythonProgram("jupyter");
  if (jupyter === undefined) throw new Problem("nbconvert", `No web page of ${notebook}: JupyterLab is not installed`, { hint });
  try {
    await promisify(execFile)(jupyter, ["nbconvert", "--to", "html", "--log-level", "ERROR", notebook]);
  } catch (cause) {
    throw new Problem("nbconvert", `No web page of ${notebook}: ${messageOf(cause)}`, { hint, cause });
  }
  return notebook.replace(/\.ipynb$/, ".html");
}
