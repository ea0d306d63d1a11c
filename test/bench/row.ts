import type { Outcome } from "./rounds.ts";
import { type Better, bestOf, median, spread, timesBetter } from "./statistics.ts";

/** One line of a benchmark's result: ours beside its peers at one case. */
export interface Row {
  readonly case: string;
  /** Median over the rounds, or the mean where a benchmark says so; null where it could not be measured, and then `missing` says why. */
  readonly ours: number | null;
  readonly peers: Readonly<Record<string, number | null>>;
  readonly unit: string;
  /** How many times better ours is than the best of the peers that count; null unless ours and all of them were measured. */
  readonly ratio: number | null;
  /** The peer that the ratio is taken to. */
  readonly ratioTo: string | null;
  /** Smallest and largest round, for ours (`ours`) and for each peer. */
  readonly spread: Readonly<Record<string, readonly [number, number]>>;
  /** Why a contender has no figure. */
  readonly missing: Readonly<Record<string, string>>;
  /** Figures of the contenders' own before and after the rounds, such as the loss. */
  readonly facts: Readonly<
    Record<string, { readonly before: Readonly<Record<string, number>>; readonly after: Readonly<Record<string, number>> }>
  >;
}

export interface RowOptions {
  readonly case: string;
  readonly unit: string;
  readonly better: Better;
  /** What stands for all rounds; the median unless told. */
  readonly centre?: (values: readonly number[]) => number;
  readonly ours: Outcome;
  /** Peers that the ratio counts: it is taken to the best of them. */
  readonly counted: Readonly<Record<string, Outcome>>;
  /** Peers that are only shown. */
  readonly shown?: Readonly<Record<string, Outcome>>;
}

/** The row of one case. The spread of rounds is kept beside each median, and a contender without a figure keeps its reason. */
export function row(options: RowOptions): Row {
  const { better, centre = median, counted, shown = {} } = options;
  const everyone = Object.entries({ ours: options.ours, ...counted, ...shown });
  const centres: Record<string, number> = {};
  const spreads: Record<string, readonly [number, number]> = {};
  const missing: Record<string, string> = {};
  const facts: Record<string, Row["facts"][string]> = {};
  for (const [name, outcome] of everyone) {
    if ("why" in outcome) {
      missing[name] = outcome.why;
    } else {
      centres[name] = centre(outcome.rates);
      spreads[name] = spread(outcome.rates);
      facts[name] = { before: outcome.before, after: outcome.after };
    }
  }
  const rivals = Object.fromEntries(Object.keys(counted).flatMap((name) => (centres[name] === undefined ? [] : [[name, centres[name]]])));
  const complete = Object.keys(rivals).length === Object.keys(counted).length;
  const ours = centres["ours"] ?? null;
  const ratioTo = ours !== null && complete ? (bestOf(rivals, better) ?? null) : null;
  const rival = ratioTo === null ? undefined : rivals[ratioTo];
  return {
    case: options.case,
    ours,
    peers: Object.fromEntries(everyone.flatMap(([name]) => (name === "ours" ? [] : [[name, centres[name] ?? null]]))),
    unit: options.unit,
    ratio: ours === null || rival === undefined ? null : timesBetter(ours, rival, better),
    ratioTo,
    spread: spreads,
    missing,
    facts,
  };
}
