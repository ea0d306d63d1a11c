import { join } from "node:path";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Contender } from "./contender.ts";
import { Roster } from "./roster.ts";
import { type Entrant, interleave, itemsForRound } from "./rounds.ts";

let roster = new Roster();
afterEach(async () => {
  await roster.close();
  roster = new Roster();
});

const enter = (name: string, fault = "none"): Promise<Entrant> =>
  roster.enter(
    name,
    { program: process.execPath, args: ["--no-warnings", join(import.meta.dirname, "support/toy-contender.ts"), fault] },
    {},
  );

const options = { rounds: 3, items: 128, batch: 32, seconds: 1 };

test("rounds interleave: each entrant once, then each again", async () => {
  const turns: string[] = [];
  const entrants = [await enter("ours"), await enter("keras"), await enter("pytorch")];
  const outcomes = await interleave(entrants, { ...options, rounds: 2, onRound: (round, name) => turns.push(`${name} ${round}`) });
  expect(turns).toEqual(["ours 1", "keras 1", "pytorch 1", "ours 2", "keras 2", "pytorch 2"]);
  // The toy says that its n-th run took n s; the first is warm-up.
  expect(outcomes.get("keras")).toEqual({ rates: [64, 128 / 3], before: { loss: 2 }, after: { loss: 1.7 } });
  expect(roster.versions).toEqual({ ours: { toy: "1.0" }, keras: { toy: "1.0" }, pytorch: { toy: "1.0" } });
});

test("an entrant that breaks in the middle drops out with its reason, the others are measured to the end", async () => {
  const outcomes = await interleave([await enter("broken", "ends"), await enter("keras")], options);
  expect(outcomes.get("broken")).toMatchObject({ why: expect.stringMatching(/^ended with exit code 3\n.* {2}Fatal: the toy broke$/s) });
  expect(outcomes.get("keras")).toMatchObject({ rates: { length: 3 } });
});

test("an entrant that could not start, one that fails and one that answers nonsense keep their reasons", async () => {
  const absent = { name: "absent", worker: { why: "not installed" } };
  const outcomes = await interleave([absent, await enter("failing", "fails"), await enter("babbling", "babbles")], options);
  expect(outcomes.get("absent")).toEqual({ why: "not installed" });
  expect(outcomes.get("failing")).toEqual({ why: "Expected a batch that fits but got one that is too large" });
  expect(outcomes.get("babbling")).toHaveProperty("why");
});

test("a program that is missing makes an entrant that says so", async () => {
  const { worker } = await roster.enter("python", { program: "/nowhere/python", args: [] }, {});
  expect(worker).toEqual({ why: "could not be started: spawn /nowhere/python ENOENT" });
  expect(worker).not.toBeInstanceOf(Contender);
});

test("an entrant for which one batch takes minutes is not measured", async () => {
  const outcomes = await interleave([await enter("crawling", "crawls")], options);
  expect(outcomes.get("crawling")).toEqual({ why: "too slow here: one batch of 32 takes 1920 s" });
});

test("a round is whole batches, at least one, never more than asked for, and within its time unless it is a single batch", () =>
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 10, noNaN: true }),
      fc.integer({ min: 1, max: 256 }),
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0.1, max: 5, noNaN: true }),
      (secondsPerItem, batch, count, seconds) => {
        const items = itemsForRound(secondsPerItem, { items: batch * count, batch, seconds });
        expect(items % batch).toBe(0);
        expect(items).toBeLessThanOrEqual(batch * count);
        if (items > batch) expect(items * secondsPerItem).toBeLessThanOrEqual(seconds * (1 + 1e-9));
        expect(items === 0).toBe(secondsPerItem * batch > seconds * 3);
      },
    ),
  ));
