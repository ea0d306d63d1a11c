import type { NotebookCell } from "../../notebook/format.ts";

const longest = 60;

/**
 * What a code cell is called in a list: the heading of the text just before it, else its first line of code.
 *
 * @param index of the cell in `cells`
 */
export function cellHeading(cells: readonly NotebookCell[], index: number): string {
  const before = cells[index - 1];
  const heading = before?.cell_type === "markdown" ? linesOf(before).findLast((line) => /^#+ /.test(line)) : undefined;
  const code = linesOf(cells[index]).find((line) => line.trim() !== "" && !line.trim().startsWith("//"));
  const name = (heading?.replace(/^#+ /, "") ?? code ?? "").trim();
  return name.length > longest ? `${name.slice(0, longest - 1)}…` : name;
}

function linesOf(cell: NotebookCell | undefined): readonly string[] {
  return cell?.source.join("").split("\n") ?? [];
}
