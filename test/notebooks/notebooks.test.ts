import { expect, test } from "vitest";
import { buildNotebooks } from "../../lib/notebook/index.ts";
import { testWith } from "../support/parts.ts";
import { execute, sourceNames, withLeaderboard } from "./support.ts";

withLeaderboard("quick");
const names = await sourceNames();

for (const name of names) {
  testWith("datasets", "tensorflow")(
    `${name} runs from top to bottom with its solutions in`,
    async () => {
      const { ok, failed, notebook } = await execute(name, { solutions: true });
      expect(failed).toBeUndefined();
      expect(ok).toBe(true);
      for (const cell of notebook.cells) if (cell.cell_type === "code") expect(cell.execution_count).toBeGreaterThan(0);
    },
    180_000,
  );

  testWith("datasets", "tensorflow")(
    `${name} as learners get it stops at the first use of an unfinished answer and names the exercise`,
    async () => {
      const { ok, failed, notebook } = await execute(name, { solutions: false });
      expect(ok).toBe(false);
      const exercises = notebook.cells.flatMap((cell, index) => (cell.metadata["descent"] ? [index] : []));
      expect(failed?.evalue).toMatch(/^Exercise [\w-]+ is not done yet/);
      expect(exercises).not.toContain(failed?.index);
      expect(failed?.index).toBeGreaterThan(exercises[0] ?? Number.POSITIVE_INFINITY);
    },
    180_000,
  );
}

test("the notebooks are what their sources say", async () => {
  expect((await buildNotebooks({ check: true })).stale).toEqual([]);
});
