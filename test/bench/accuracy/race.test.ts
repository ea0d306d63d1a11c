import { expect, test } from "vitest";
import type { Contender } from "../contender.ts";
import type { Entrant } from "../rounds.ts";
import { lastAccuracies, type Run, race, secondsTo } from "./race.ts";
import { parameters, recipes } from "./recipe.ts";

const runOf = (seconds: number, ...accuracies: number[]): Run => ({ seconds, accuracies, parameters });

/** A contender that answers with what it is given, one after the other. */
function entrant(name: string, answers: readonly unknown[], asked: unknown[] = []): Entrant {
  let next = 0;
  const ask = async (verb: string, work: { seed: number; pictures: number }) => {
    asked.push([name, verb, work.seed, work.pictures]);
    const answer = answers[next++];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { name, worker: { ask } as unknown as Contender };
}

test("contenders train in turns, each round from a seed of its own, after a short run that does not count", async () => {
  const asked: unknown[] = [];
  const [cold, one, two] = [runOf(9, 0.1), runOf(4, 0.8, 0.91), runOf(5, 0.92)];
  const told: unknown[] = [];
  const results = await race([entrant("ours", [cold, one, two], asked), entrant("pytorch", [cold, two, one], asked)], {
    rounds: 2,
    recipe: recipes.full,
    onRun: (round, name) => told.push([round, name]),
  });
  expect(asked).toEqual([
    ["ours", "train", 0, 1280],
    ["pytorch", "train", 0, 1280],
    ["ours", "train", 1, 60_000],
    ["pytorch", "train", 1, 60_000],
    ["ours", "train", 2, 60_000],
    ["pytorch", "train", 2, 60_000],
  ]);
  expect(told).toEqual([
    [1, "ours"],
    [1, "pytorch"],
    [2, "ours"],
    [2, "pytorch"],
  ]);
  expect(results.get("ours")).toEqual({ runs: [one, two] });
  expect(secondsTo(0.9, results.get("pytorch"))).toMatchObject({ rates: [5, 4], after: { accuracy: 0.91, epochs: 1 } });
  expect(lastAccuracies(results.get("ours"))).toMatchObject({ rates: [0.91, 0.92] });
});

test("one that fails, or was never there, drops out with the reason, and the other goes on", async () => {
  const good = [runOf(9, 0.1), runOf(4, 0.9)];
  const absent: Entrant = { name: "absent", worker: { why: "not installed" } };
  const results = await race([entrant("ours", good), entrant("pytorch", [runOf(9, 0.1), new Error("out of memory")]), absent], {
    rounds: 1,
    recipe: recipes.full,
  });
  expect(secondsTo(0.9, results.get("ours"))).toMatchObject({ rates: [4] });
  expect(secondsTo(0.9, results.get("pytorch"))).toEqual({ why: "out of memory" });
  expect(secondsTo(0.9, results.get("absent"))).toEqual({ why: "not installed" });
});

test("there is no time where a run did not get there, or the network was another one, and the reason is said", () => {
  const results = { runs: [runOf(4, 0.8, 0.91), runOf(5, 0.85, 0.899)] };
  expect(secondsTo(0.9, results)).toEqual({ why: "reached 0.9 in 1 of 2 runs: they ended at 0.91, 0.899" });
  expect(lastAccuracies(results)).toMatchObject({ rates: [0.91, 0.899] });
  expect(secondsTo(0.9, { runs: [{ ...runOf(4, 0.95), parameters: 1000 }] })).toEqual({
    why: "built a network of 1,000 parameters, wanted 225,546",
  });
  expect(secondsTo(0.9, undefined)).toEqual({ why: "did not take part" });
});
