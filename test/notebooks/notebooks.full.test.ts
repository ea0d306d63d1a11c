import { expect } from "vitest";
import { testWith } from "../support/parts.ts";
import { execute, sourceNames, withLeaderboard } from "./support.ts";

withLeaderboard("full");

/** As long as a notebook may take on two cores, in milliseconds. */
const limit = 5 * 60_000;

for (const name of await sourceNames()) {
  testWith("datasets", "tensorflow")(
    `${name} reaches its goals in the time that a learner has`,
    async () => {
      const { failed, seconds } = await execute(name, { solutions: true });
      expect(failed).toBeUndefined();
      expect(seconds * 1000).toBeLessThan(limit);
    },
    2 * limit,
  );
}
