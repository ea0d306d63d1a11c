import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatCount } from "../../../lib/base/index.ts";
import type { EngineName } from "../../../lib/device/index.ts";
import type { BenchmarkOptions, BenchmarkResult } from "../benchmark.ts";
import { machine, threadCount } from "../machine.ts";
import { Roster } from "../roster.ts";
import { type Entrant, interleave, type Measured, type Outcome, type RoundsOptions } from "../rounds.ts";
import { type Row, row } from "../row.ts";
import { absentPeer, type ContenderScript, engines, enterOurs, enterPeer, graphEngines, type Kind } from "./contenders.ts";
import { writePictures } from "./data.ts";
import { type NetworkName, networks } from "./networks.ts";

/** A network at a size of its batches. */
export interface Case {
  readonly network: NetworkName;
  readonly batch: number;
}

/** What a benchmark measures, on what, and who takes part. */
export interface Comparison {
  readonly name: string;
  readonly cases: readonly Case[];
  /** What of a round's work is asked of a network; its own number of pictures at most. */
  readonly work: Readonly<Record<NetworkName, Pick<RoundsOptions, "items" | "seconds">>>;
  readonly rounds: number;
  readonly ours: ContenderScript;
  /** Ours in other ways, on the engines that run steps as graphs: each is shown beside, and ours is set against it in a row of its own. */
  readonly variants?: Readonly<Record<string, ContenderScript>>;
  /** Peers that the ratio is taken to. */
  readonly counted: Readonly<Record<string, ContenderScript>>;
  /** Peers that an expert tuned: shown beside, not in the ratio. */
  readonly shown: Readonly<Record<string, ContenderScript>>;
  /** Takes the figure from a contender whose work was not right. */
  verify(outcome: Outcome, network: NetworkName): Outcome;
  /** Told what ours did in a case. */
  onMeasured?(title: string, ours: Measured): void;
}

/**
 * Pictures a second through networks that every contender builds alike: ours on each engine that works here beside the peers where it
 * computes, in interleaved rounds. Large networks are left to the engines that run them as graphs: others would take minutes a batch.
 */
export async function compare(comparison: Comparison, { say }: Pick<BenchmarkOptions, "say">): Promise<BenchmarkResult> {
  const { name, cases, rounds } = comparison;
  const folder = await mkdtemp(join(tmpdir(), "descent-bench-"));
  const roster = new Roster();
  const rows = new Map<EngineName, Row[]>();
  try {
    for (const network of new Set(cases.map(({ network }) => network))) await writePictures(folder, network);
    say(`Starting the contenders, each with ${threadCount} threads`);
    for (const kind of ["gpu", "cpu"] as const) {
      const { ours, others, works } = await enter(comparison, { kind, roster, folder });
      for (const { network, batch } of cases) {
        const taking = engines[kind].filter((engine) => network === "cnn" || graphEngines.includes(engine));
        const title = `${network === "cnn" ? "" : `${network} `}batch=${batch}`;
        if (works) say(`${title} on the ${kind.toUpperCase()}: ${rounds} rounds`);
        const entrants = [...ours.filter(({ name }) => taking.some((engine) => engine === name)), ...others];
        const outcomes = await interleave(entrants, { ...comparison.work[network], rounds, batch, task: network });
        for (const [who, outcome] of outcomes) outcomes.set(who, comparison.verify(outcome, network));
        for (const engine of taking) {
          rows.set(engine, [...(rows.get(engine) ?? []), ...rowsOf(comparison, { engine, title: `${engine} ${title}`, outcomes })]);
        }
      }
    }
  } finally {
    await roster.close();
    await rm(folder, { recursive: true, force: true });
  }
  return { name, rows: [...rows.values()].flat(), machine: machine(roster.versions) };
}

const variantOf = (engine: EngineName, variant: string): string => `${engine} ${variant}`;

/** Starts all that compute in one place. `ours` are on one engine each; `works` where any of these runs. */
async function enter(
  { ours: script, variants = {}, counted, shown }: Comparison,
  { kind, roster, folder }: { readonly kind: Kind; readonly roster: Roster; readonly folder: string },
): Promise<{ ours: Entrant[]; others: Entrant[]; works: boolean }> {
  const ours: Entrant[] = [];
  const others: Entrant[] = [];
  for (const engine of engines[kind]) {
    const entrant = await enterOurs(roster, engine, { ...script, engine, folder });
    ours.push(entrant);
    if (!graphEngines.includes(engine)) continue;
    for (const [variant, script] of Object.entries(variants)) {
      const name = variantOf(engine, variant);
      others.push("why" in entrant.worker ? { ...entrant, name } : await enterOurs(roster, name, { ...script, engine, folder }));
    }
  }
  const works = ours.some(({ worker }) => !("why" in worker));
  for (const [name, script] of Object.entries({ ...counted, ...shown })) {
    others.push(works ? await enterPeer(roster, name, { ...script, kind, folder }) : absentPeer(name, kind));
  }
  return { ours, others, works };
}

/** The row of a case on an engine, and one for each other way of ours. */
function rowsOf(
  { variants = {}, counted, shown, onMeasured }: Comparison,
  { engine, title, outcomes }: { readonly engine: EngineName; readonly title: string; readonly outcomes: ReadonlyMap<string, Outcome> },
): Row[] {
  const outcome = (name: string): Outcome => outcomes.get(name) ?? { why: "did not take part" };
  const pick = (scripts: object): Record<string, Outcome> => Object.fromEntries(Object.keys(scripts).map((name) => [name, outcome(name)]));
  const others = Object.fromEntries(
    graphEngines.includes(engine) ? Object.keys(variants).map((variant) => [variant, outcome(variantOf(engine, variant))]) : [],
  );
  const ours = outcome(engine);
  if ("rates" in ours) onMeasured?.(title, ours);
  const figures = { unit: "img/s", better: "higher", ours } as const;
  return [
    row({ ...figures, case: title, counted: pick(counted), shown: { ...others, ...pick(shown) } }),
    ...Object.entries(others).map(([variant, other]) =>
      row({ ...figures, case: `${title} against ${variant}`, counted: { [variant]: other } }),
    ),
  ];
}

/** Why a contender's network is not the common one; undefined where it is. */
export function otherNetwork({ before }: Measured, network: NetworkName): string | undefined {
  const built = before["parameters"] ?? 0;
  const { parameters } = networks[network];
  if (built === parameters) return undefined;
  return `built a network of ${formatCount(built)} parameters, wanted ${formatCount(parameters)}`;
}
