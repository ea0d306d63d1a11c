import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatCount } from "../../../lib/base/index.ts";
import type { BenchmarkOptions, BenchmarkResult } from "../benchmark.ts";
import { machine, threadCount } from "../machine.ts";
import { Roster } from "../roster.ts";
import { type Entrant, interleave, type Outcome } from "../rounds.ts";
import { type Row, row } from "../row.ts";
import { absentPeers, counted, engines, enterOurs, enterPeers, shown } from "./contenders.ts";
import { drawTrainingSet, pictures, writeTrainingSet } from "./data.ts";

const batches = [32, 64, 256] as const;

/** Weights of the network that every contender builds: conv 320 + conv 18,496 + dense 204,928 + dense 1,290. */
const parameters = 225_034;

/** Work of a round; a quick run only shows that all runs. */
const scales = {
  quick: { rounds: 3, items: 2048, seconds: 1 },
  full: { rounds: 5, items: pictures, seconds: 4 },
} as const;

/**
 * Training of an MNIST-size network (conv 32, pool, conv 64, pool, dense 128, dense 10; Adam; cross-entropy; float32), in pictures
 * a second: `Learner.fit` by every engine that works here beside Keras's `fit`, as it comes and tuned, and PyTorch's usual loop.
 */
export async function run({ quick, say, ...options }: BenchmarkOptions): Promise<BenchmarkResult> {
  const scale = { ...scales[quick ? "quick" : "full"], ...options };
  const folder = await mkdtemp(join(tmpdir(), "descent-bench-"));
  const roster = new Roster();
  const rows = new Map<string, Row[]>();
  try {
    await writeTrainingSet(folder, drawTrainingSet());
    say(`Starting the contenders, each with ${threadCount} threads`);
    for (const kind of ["gpu", "cpu"] as const) {
      const ours: Entrant[] = [];
      for (const engine of engines[kind]) ours.push(await enterOurs(roster, engine, folder));
      const works = ours.some(({ worker }) => !("why" in worker));
      const peers = works ? await enterPeers(roster, kind, folder) : absentPeers(kind);
      for (const batch of batches) {
        if (works) say(`Batches of ${batch} on the ${kind.toUpperCase()}: ${scale.rounds} rounds`);
        const outcomes = await interleave([...ours, ...peers], { ...scale, batch });
        for (const { name } of ours) rows.set(name, [...(rows.get(name) ?? []), rowOf(`${name} batch=${batch}`, name, outcomes)]);
      }
    }
  } finally {
    await roster.close();
    await rm(folder, { recursive: true, force: true });
  }
  return { name: "train", rows: [...rows.values()].flat(), machine: machine(roster.versions) };
}

function rowOf(title: string, engine: string, outcomes: ReadonlyMap<string, Outcome>): Row {
  const outcome = (name: string): Outcome => verified(outcomes.get(name) ?? { why: "did not take part" });
  const pick = (names: readonly string[]): Record<string, Outcome> => Object.fromEntries(names.map((name) => [name, outcome(name)]));
  return row({ case: title, unit: "img/s", better: "higher", ours: outcome(engine), counted: pick(counted), shown: pick(shown) });
}

/** Takes the figure from a contender that trained another network than the others, or that did not learn. */
export function verified(outcome: Outcome): Outcome {
  if ("why" in outcome) return outcome;
  const { before, after } = outcome;
  const built = before["parameters"] ?? 0;
  if (built !== parameters) {
    return { why: `built a network of ${formatCount(built)} parameters, wanted ${formatCount(parameters)}` };
  }
  const [first, last] = [before["loss"] ?? Number.NaN, after["loss"] ?? Number.NaN];
  return last < first ? outcome : { why: `did not learn: its loss went from ${first} to ${last}` };
}
