import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { inParallel } from "../../lib/data/in-parallel.ts";

test("does each piece of work once, several at a time", async () => {
  const done: number[] = [];
  let running = 0;
  let most = 0;
  await inParallel(20, async (index) => {
    most = Math.max(most, ++running);
    await sleep(2);
    done.push(index);
    running--;
  });
  expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(most).toBeGreaterThan(1);
});

test("ends at the first error, when the pieces that had begun have ended", async () => {
  let begun = 0;
  let ended = 0;
  const failing = inParallel(1000, async (index) => {
    begun++;
    await sleep(2);
    ended++;
    if (index === 3) throw new Error("piece 3");
  });
  await expect(failing).rejects.toThrow("piece 3");
  expect(ended).toBe(begun);
  expect(begun).toBeLessThan(100);
});
