import { type Place, sourceProblem } from "./source-problem.ts";

/** A cell of a percent script, its text untouched. */
export interface ScriptCell {
  readonly kind: "code" | "markdown" | "raw";
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Where its `// %%` stands. */
  readonly place: Place;
  /** The lines after `// %%`: line `i` of them is line `place.line + 1 + i` of the file. */
  readonly lines: readonly string[];
}

const cellStart = /^\/\/ %%(?: \[(markdown|raw)\])?(?: (\{.*\}))?\s*$/;
const nearlyCellStart = /^\s*\/\/+\s*%%/;

/**
 * The cells of a script in percent format: `// %% [markdown]` or `// %%` starts a cell, JSON metadata may follow it and nothing else.
 *
 * The format is jupytext's `ts:percent` with JSON metadata. Comments above the first cell belong to no cell: jupytext keeps its settings there.
 *
 * @param options.file what messages call the script
 * @throws Problem naming file and line where a cell can't be read
 */
export function parseScript(text: string, { file }: { readonly file: string }): readonly ScriptCell[] {
  const cells: (Omit<ScriptCell, "lines"> & { lines: string[] })[] = [];
  const lines = text
    .replace(/^\uFEFF/, "")
    .replaceAll("\r\n", "\n")
    .split("\n");
  for (const [index, line] of lines.entries()) {
    const place = { file, line: index + 1 };
    const start = cellStart.exec(line);
    const last = cells.at(-1);
    if (start) {
      cells.push({
        kind: (start[1] as "markdown" | "raw" | undefined) ?? "code",
        metadata: readMetadata(start[2], place),
        place,
        lines: [],
      });
    } else if (nearlyCellStart.test(line)) {
      throw sourceProblem(
        place,
        `Expected the start of a cell but got ${JSON.stringify(line)}`,
        'Write "// %%", "// %% [markdown]" or "// %% [raw]" at the start of the line, with JSON metadata such as {"id":"setup"} after it or nothing',
      );
    } else if (last) {
      if (last.kind !== "code") requireComment(line, place, last.kind);
      last.lines.push(line);
    } else if (line.trim() !== "" && !line.startsWith("//")) {
      throw sourceProblem(place, `${JSON.stringify(line)} stands before the first cell`, 'Put a line "// %%" above it');
    }
  }
  return cells;
}

/** The text of a cell as a notebook holds it: blank lines at both ends cut, the `//` of words taken off. */
export function cellText(kind: ScriptCell["kind"], lines: readonly string[]): string {
  const words = kind === "code" ? lines : lines.map((line) => line.replace(/^\/\/ ?/, ""));
  return words
    .join("\n")
    .replace(/^(?:[ \t]*\n)+/, "")
    .trimEnd();
}

function readMetadata(json: string | undefined, place: Place): Record<string, unknown> {
  if (json === undefined) return {};
  try {
    return JSON.parse(json);
  } catch (error) {
    throw sourceProblem(
      place,
      `The cell's metadata is not JSON: ${(error as SyntaxError).message}`,
      'Write it like {"descent":{"exercise":"03-2"}}, with double quotes around names and texts',
    );
  }
}

function requireComment(line: string, place: Place, kind: string): void {
  if (line.trim() === "" || line.startsWith("//")) return;
  throw sourceProblem(
    place,
    `Expected only lines that start with // in a ${kind} cell but got ${JSON.stringify(line)}`,
    'Start the line with "// " if it is text; put a line "// %%" above it if it is code',
  );
}
