import { expect } from "vitest";
import { testWith } from "../support/parts.ts";
import { execute, withLeaderboard } from "./support.ts";

withLeaderboard("quick");

testWith("datasets", "tensorflow")(
  "03-build-cnn runs on stock tslab too",
  async () => {
    expect((await execute("03-build-cnn", { solutions: true, kernel: "tslab-stock" })).failed).toBeUndefined();
  },
  180_000,
);
