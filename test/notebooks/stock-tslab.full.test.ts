import { expect } from "vitest";
import { testWith } from "../support/parts.ts";
import { execute, sourceNames, withLeaderboard } from "./support.ts";

withLeaderboard("quick");

const others = (await sourceNames()).filter((name) => name !== "03-build-cnn"); // which the quick budget has
for (const name of others) {
  testWith("datasets", "tensorflow")(
    `${name} runs on stock tslab too`,
    async () => {
      expect((await execute(name, { solutions: true, kernel: "tslab-stock" })).failed).toBeUndefined();
    },
    180_000,
  );
}
