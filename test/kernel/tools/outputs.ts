import type { Notebook, NotebookOutput } from "../../../lib/notebook/format.ts";

/** What each code cell of an executed notebook shows, in short. */
export function shown(notebook: Notebook): readonly (readonly string[])[] {
  return notebook.cells.flatMap((cell) => (cell.cell_type === "code" ? [cell.outputs.map(brief)] : []));
}

function brief(output: NotebookOutput): string {
  if (output.output_type === "stream") return `${output["name"]}: ${text(output["text"])}`;
  if (output.output_type === "error") return `error: ${output["ename"]}: ${output["evalue"]}`;
  return text((output["data"] as Readonly<Record<string, unknown>>)["text/plain"]);
}

/** nbformat writes a text as one string or as its lines. */
const text = (lines: unknown): string => [lines].flat().join("");
