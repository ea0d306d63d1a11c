import { exerciseCells } from "./exercise-cells.ts";
import type { Notebook, NotebookCell } from "./format.ts";
import { cellText, parseScript, type ScriptCell } from "./script.ts";
import { withStubs } from "./solution-region.ts";
import { sourceProblem } from "./source-problem.ts";
import { checkStubNames } from "./stub-names.ts";

/** Metadata that lets every front end choose the course kernel and colour the code before a kernel runs. */
const notebookMetadata = {
  kernelspec: { display_name: "TypeScript (Descent)", language: "typescript", name: "tslab" },
  language_info: { file_extension: ".ts", mimetype: "text/typescript", name: "typescript" },
} as const;

/**
 * The Jupyter notebook of a percent script, its outputs empty.
 *
 * @param options.name the script's name without `.ts`, such as `03-build-cnn`
 * @param options.solutions whether the solutions stay in; otherwise learners' stubs take their place
 * @throws Problem naming file and line of a mistake in the source
 */
export function toNotebook(text: string, { name, solutions }: { readonly name: string; readonly solutions: boolean }): Notebook {
  const cells = readScript(text, name);
  const ids = new Map<string, number>();
  return {
    cells: cells.map((cell, index): NotebookCell => {
      const id = cellId(cell, index);
      const earlier = ids.get(id);
      if (earlier !== undefined)
        throw sourceProblem(cell.place, `The id ${id} belongs to the cell of line ${earlier} already`, "Choose another id");
      ids.set(id, cell.place.line);
      const { id: _, ...metadata } = cell.metadata;
      const source = sourceLines(cellText(cell.kind, solutions ? cell.lines : withStubs(cell)));
      return cell.kind === "code"
        ? { cell_type: "code", execution_count: null, id, metadata, outputs: [], source }
        : { cell_type: cell.kind, id, metadata, source };
    }),
    metadata: notebookMetadata,
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** The script as learners get it: a percent script with a stub in the place of each solution. */
export function toStubScript(text: string, { name }: { readonly name: string }): string {
  const cells = readScript(text, name);
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  return cells.map((cell) => [lines[cell.place.line - 1], ...withStubs(cell)].join("\n")).join("\n");
}

/** The cells of the script called `name`, checked as a whole. */
export function readScript(text: string, name: string): readonly ScriptCell[] {
  const cells = parseScript(text, { file: `solutions/${name}.ts` });
  exerciseCells(cells);
  checkStubNames(cells);
  return cells;
}

function cellId({ metadata, place }: ScriptCell, index: number): string {
  const own = metadata["id"];
  if (own === undefined) return `cell-${index + 1}`;
  if (typeof own === "string" && /^[A-Za-z0-9_-]{1,64}$/.test(own)) return own;
  throw sourceProblem(
    place,
    `Expected an id of 1 to 64 letters, digits, - and _ but got ${JSON.stringify(own)}`,
    'Write it like {"id":"load-pictures"}',
  );
}

/** Text as nbformat keeps it: lines that carry their line ends, the last without. */
function sourceLines(text: string): readonly string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}
