import { expect, test } from "vitest";
import { warmUp } from "./warm-up.ts";

test("a warm-up grows until a run tells the speed; its facts are those of the first batch", async () => {
  const runs: number[] = [];
  const prepared = await warmUp(
    async (items) => {
      runs.push(items);
      return { seconds: items / 1000, items, facts: { loss: runs.length } };
    },
    { batch: 32, items: 8192 },
  );
  expect(runs).toEqual([32, 32, 128, 512]);
  expect(prepared).toEqual({ secondsPerItem: 1 / 1000, facts: { loss: 1 } });
});

test("a warm-up has no more items than a round", async () => {
  const runs: number[] = [];
  await warmUp(
    async (items) => {
      runs.push(items);
      return { seconds: 1e-3, items, facts: {} };
    },
    { batch: 32, items: 96 },
  );
  expect(runs).toEqual([32, 32, 96]);
});
