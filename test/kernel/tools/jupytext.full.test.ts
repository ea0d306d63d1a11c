import { readFile, writeFile } from "node:fs/promises";
import { expect } from "vitest";
import { testWith } from "../../support/parts.ts";
import { shown } from "./outputs.ts";
import { type Cell, Workplace } from "./workplace.ts";

const cells: readonly Cell[] = [
  { type: "markdown", source: "# Squares\n\nTwo *lines*." },
  { source: "const square = (n: number): number => n * n;\n\nsquare(12)", metadata: { tags: ["first"] } },
  { source: "square(square(2))" },
];

testWith("tools")(
  "jupytext writes a notebook as a TypeScript script and reads it back the same, with its kernel, which runs it",
  async () => {
    const workplace = await Workplace.make();
    await workplace.write("squares.ipynb", cells);
    const run = async (...words: string[]): Promise<void> => {
      const { status, stderr } = await workplace.run("jupytext", words);
      expect(status, stderr).toBe(0);
    };
    await run("--to", "ts:percent", "squares.ipynb");
    const script = await readFile(workplace.path("squares.ts"), "utf8");
    expect(script).toMatch(/^\/\/ %% \[markdown\]\n\/\/ # Squares\n\/\/\n\/\/ Two \*lines\*\.$/m);
    expect(script).toMatch(/^\/\/ %% tags=\["first"\]\nconst square = /m);
    await writeFile(workplace.path("again.ts"), script);
    await run("--to", "ipynb", "--execute", "again.ts");
    const [before, after] = [await workplace.read("squares.ipynb"), await workplace.read("again.ipynb")];
    const essence = (notebook: typeof before) =>
      notebook.cells.map(({ cell_type: type, source, metadata }) => ({ type, source: [source].flat().join(""), tags: metadata["tags"] }));
    expect(essence(after)).toEqual(essence(before));
    expect(after.metadata["kernelspec"]).toEqual(before.metadata["kernelspec"]);
    expect(shown(after)).toEqual([["144"], ["16"]]);
  },
  120_000,
);
