import Type from "typebox";
import Value from "typebox/value";
import { formatCount, messageOf, plural } from "../../../lib/base/index.ts";
import type { Entrant, Outcome } from "../rounds.ts";
import { parameters, type Recipe } from "./recipe.ts";

/** A training run of a contender, as it reports it. */
const Run = Type.Object({
  /** From the files to the last judgement. */
  seconds: Type.Number({ exclusiveMinimum: 0 }),
  /** Part of the test pictures that was right, twice an epoch. */
  accuracies: Type.Array(Type.Number(), { minItems: 1 }),
  /** Weights of its network. */
  parameters: Type.Integer(),
});

export type Run = Type.Static<typeof Run>;

export interface RaceOptions {
  readonly rounds: number;
  readonly recipe: Recipe;
  onRun?(round: number, entrant: string, run: Run): void;
}

/** A run that takes longer than this, in seconds, is given up. */
const patience = 1800;
/** Pictures of the run before the first that counts: memory is taken, threads are started. */
const warmUp = { pictures: 1280, epochs: 1 } as const;

/** What each contender did in its runs, or why it could not. */
export type Runs = { readonly runs: readonly Run[] } | { readonly why: string };

/**
 * Lets all contenders train by the same recipe in turns, so that a change of the machine's speed meets all alike; only one computes at a
 * time. The round's number is the seed. One that fails drops out with the reason, the others go on.
 */
export async function race(entrants: readonly Entrant[], { rounds, recipe, onRun }: RaceOptions): Promise<Map<string, Runs>> {
  const results = new Map<string, Runs>(entrants.map(({ name, worker }) => [name, "why" in worker ? worker : { runs: [] }]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, worker } of entrants) {
      const before = results.get(name);
      if ("why" in worker || !before || "why" in before) continue;
      try {
        const work = { ...recipe, ...(round === 0 && warmUp), seed: round };
        const run = Value.Parse(Run, await worker.ask("train", work, { seconds: patience }));
        if (round === 0) continue;
        results.set(name, { runs: [...before.runs, run] });
        onRun?.(round, name, run);
      } catch (error) {
        results.set(name, { why: messageOf(error) });
      }
    }
  }
  return results;
}

/** Seconds until the target was reached, one for each run; no figure where any run did not reach it, or the network was another. */
export function secondsTo(target: number, results: Runs | undefined): Outcome {
  return outcomeOf(results, target, ({ seconds }) => seconds);
}

/** Part of the test pictures that was right at the end, one for each run. */
export function lastAccuracies(results: Runs | undefined): Outcome {
  return outcomeOf(results, 0, ({ accuracies }) => accuracies.at(-1) ?? Number.NaN);
}

function outcomeOf(results: Runs | undefined, target: number, figure: (run: Run) => number): Outcome {
  if (!results || "why" in results) return results ?? { why: "did not take part" };
  const { runs } = results;
  const built = runs[0]?.parameters ?? 0;
  if (built !== parameters) return { why: `built a network of ${formatCount(built)} parameters, wanted ${formatCount(parameters)}` };
  const ends = runs.map(({ accuracies }) => accuracies.at(-1) ?? Number.NaN);
  const reached = ends.filter((end) => end >= target).length;
  if (reached < runs.length)
    return { why: `reached ${target} in ${reached} of ${plural(runs.length, "run")}: they ended at ${ends.join(", ")}` };
  const last = runs.at(-1)?.accuracies ?? [];
  return {
    rates: runs.map(figure),
    before: { parameters: built, accuracy: last[0] ?? 0 },
    after: { accuracy: last.at(-1) ?? 0, epochs: last.length / 2 },
  };
}
