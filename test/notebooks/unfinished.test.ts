import { expect } from "vitest";
import { testWith } from "../support/parts.ts";
import { execute, sourceNames, withLeaderboard } from "./support.ts";

withLeaderboard("quick");

// In a file of their own, beside the notebooks with their solutions in: two files run at a time.
for (const name of await sourceNames()) {
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
