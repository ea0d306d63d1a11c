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
}

test("the notebooks are what their sources say", async () => {
  expect((await buildNotebooks({ check: true })).stale).toEqual([]);
});
