import { expect, test } from "vitest";
import { cellHeading } from "../../../lib/kernel/runner/cell-heading.ts";
import type { NotebookCell } from "../../../lib/notebook/index.ts";

const text = (...source: string[]): NotebookCell => ({ cell_type: "markdown", id: "t", metadata: {}, source });
const code = (...source: string[]): NotebookCell => ({
  cell_type: "code",
  id: "c",
  metadata: {},
  source,
  outputs: [],
  execution_count: null,
});

test("a cell is called by the heading before it, else by its first line of code", () => {
  const cells = [text("# Title\n## Load\n", "words"), code("load();\nmore()"), code("// why\n", "\n", "train();\n")];
  expect(cellHeading(cells, 1)).toBe("Load");
  expect(cellHeading(cells, 2)).toBe("train();");
  expect(cellHeading([code(`${"x".repeat(100)}`)], 0)).toHaveLength(60);
});
