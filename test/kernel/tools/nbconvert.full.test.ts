import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { testWith } from "../../support/parts.ts";
import { shown } from "./outputs.ts";
import { Workplace } from "./workplace.ts";

const cells = [
  { type: "markdown", source: "# Squares" },
  { source: "const square = (n: number): number => n * n;\nsquare(12)" },
  { source: "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': 'p', 'text/html': '<b class=\"own\">bold</b>' }) })" },
] as const;

async function convert(...words: string[]): Promise<Workplace> {
  const workplace = await Workplace.make();
  await workplace.write("squares.ipynb", cells);
  const { status, stderr } = await workplace.run("jupyter-nbconvert", ["squares.ipynb", ...words]);
  expect(status, stderr).toBe(0);
  return workplace;
}

testWith("tools")(
  "nbconvert executes a notebook, and keeps its outputs in notebooks, web pages and Markdown",
  async () => {
    const executed = await convert("--execute", "--to", "notebook", "--output", "executed");
    expect(shown(await executed.read("executed.ipynb"))).toEqual([["144"], ["p"]]);
    for (const [format, file] of [
      ["html", "executed.html"],
      ["markdown", "executed.md"],
    ] as const) {
      const { status, stderr } = await executed.run("jupyter-nbconvert", ["executed.ipynb", "--to", format]);
      expect(status, stderr).toBe(0);
      const text = await readFile(executed.path(file), "utf8");
      expect(text).toContain('<b class="own">bold</b>');
      expect(text).toContain("144");
      // Coloured as TypeScript: `number` is a type there, not a name like any other.
      expect(text).toContain(format === "html" ? '<span class="kt">number</span>' : "```typescript\nconst square");
    }
  },
  120_000,
);

testWith("tools")(
  "nbconvert makes a script with the ending .ts",
  async () => {
    const workplace = await convert("--to", "script");
    const script = await readFile(workplace.path("squares.ts"), "utf8");
    expect(script).toContain("const square = (n: number): number => n * n;\nsquare(12)");
  },
  60_000,
);
