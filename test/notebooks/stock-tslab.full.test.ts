import { expect } from "vitest";
import { testWith } from "../support/parts.ts";
import { execute, sourceNames, withLeaderboard } from "./support.ts";

withLeaderboard("quick");

for (const name of await sourceNames()) {
  testWith("datasets", "tensorflow")(
    `${name} runs on stock tslab too`,
    async () => {
      expect((await execute(name, { solutions: true, kernel: "tslab-stock" })).failed).toBeUndefined();
    },
    180_000,
  );
}
