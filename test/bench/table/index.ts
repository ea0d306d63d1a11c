import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchmarkOptions, BenchmarkResult } from "../benchmark.ts";
import type { ContenderCommand } from "../contender.ts";
import { machine, threadCount, threadEnvironment } from "../machine.ts";
import { peersCommand, peersPython } from "../peers.ts";
import { Roster } from "../roster.ts";
import { type Entrant, interleave, type Outcome } from "../rounds.ts";
import { type Row, row } from "../row.ts";
import { rows, writeTables } from "./data.ts";

/** What is done to the table. */
const tasks = {
  read: "read the CSV",
  filter: "filter by species and agreement",
  group: "group by species",
  join: "join with the pictures",
  sample: "sample 1,000 a species",
  clean: "clean, all steps",
} as const;

/** Peers and their scripts. */
const peers = { pandas: "pandas_peer.py", polars: "polars_peer.py" } as const;

/** A round repeats the work while it has time. */
const scales = {
  quick: { rounds: 3, rows: 100_000, seconds: 0.3, repeats: 4 },
  full: { rounds: 5, rows, seconds: 2.5, repeats: 16 },
} as const;

/**
 * Work on a table as camera traps give it, in rows a second: ours (polars in Node) beside pandas and polars in Python. The tables lie in
 * memory as each contender reads them from the same CSV, with the types that it finds by itself.
 */
export async function run({ quick, say, ...options }: BenchmarkOptions): Promise<BenchmarkResult> {
  const scale = { ...scales[quick ? "quick" : "full"], ...options };
  const folder = await mkdtemp(join(tmpdir(), "descent-bench-"));
  const roster = new Roster();
  const results: Row[] = [];
  try {
    say(`Writing two tables of ${scale.rows.toLocaleString("en-US")} rows`);
    await writeTables(folder, scale.rows);
    say(`Starting the contenders, each with ${threadCount} threads`);
    const entrants = await enter(roster, folder);
    for (const [task, title] of Object.entries(tasks)) {
      say(`${title}: ${scale.rounds} rounds`);
      const { rounds, seconds } = scale;
      const outcomes = await interleave(entrants, { task, rounds, seconds, batch: scale.rows, items: scale.rows * scale.repeats });
      results.push(rowOf(title, outcomes));
    }
  } finally {
    await roster.close();
    await rm(folder, { recursive: true, force: true });
  }
  return { name: "table", rows: results, machine: machine(roster.versions) };
}

async function enter(roster: Roster, folder: string): Promise<Entrant[]> {
  const script = (name: string): string => join(import.meta.dirname, name);
  const command = (program: string, args: readonly string[]): ContenderCommand => ({ program, args, env: threadEnvironment });
  const entrants = [await roster.enter("ours", command(process.execPath, ["--no-warnings", script("ours.ts")]), { folder })];
  const python = peersPython();
  for (const [name, file] of Object.entries(peers)) {
    const absent = { name, worker: { why: `not installed: run ${peersCommand}` } };
    entrants.push(python === undefined ? absent : await roster.enter(name, command(python, [script(file)]), { folder }));
  }
  return entrants;
}

function rowOf(title: string, outcomes: ReadonlyMap<string, Outcome>): Row {
  const ours = outcomes.get("ours") ?? { why: "did not take part" };
  const counted = Object.fromEntries(
    Object.keys(peers).map((name) => [name, agreeing(outcomes.get(name) ?? { why: "did not take part" }, ours)]),
  );
  return row({ case: title, unit: "rows/s", better: "higher", ours, counted });
}

/** Takes the figure from a contender that came to another result than ours. */
export function agreeing(outcome: Outcome, ours: Outcome): Outcome {
  if ("why" in outcome || "why" in ours) return outcome;
  const names = Object.keys(ours.after);
  const near = (name: string): boolean => Math.abs((outcome.after[name] ?? Number.NaN) - (ours.after[name] ?? Number.NaN)) <= 1e-6;
  if (names.every(near) && Object.keys(outcome.after).length === names.length) return outcome;
  return { why: `came to another result: ${JSON.stringify(outcome.after)}, ours ${JSON.stringify(ours.after)}` };
}
