import { expect } from "vitest";
import { testWith } from "../support/parts.ts";
import { execute, sourceNames, withLeaderboard } from "./support.ts";

withLeaderboard("full");

for (const name of await sourceNames()) {
  testWith("datasets", "tensorflow")(
    `${name} runs to its end and reaches its goals`,
    async () => {
      const { failed } = await execute(name, { solutions: true });
      expect(failed).toBeUndefined();
    },
    20 * 60_000, // with other tests beside it; what it takes by itself stands in the README
  );
}
