import { formatCount } from "../../lib/base/index.ts";
import type { BenchmarkResult } from "./benchmark.ts";
import type { Row } from "./row.ts";

/**
 * A result as an aligned table for people: medians, the spread of ours, the ratio; below it why figures are missing. A case that ours
 * can't run here and for which nobody has a figure is left out of the table and named below it.
 */
export function table({ name, figures = "Medians of interleaved rounds", rows: all, machine }: BenchmarkResult): string {
  const rows = all.filter(measured);
  const peers = [...new Set(rows.flatMap((row) => Object.keys(row.peers)))];
  const header = [name, "ours", "min … max", ...peers, "ratio"];
  const lines = [header, ...rows.map((row) => cells(row, peers))];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const aligned = lines.map((line) =>
    line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  "),
  );
  return [
    ...aligned,
    "",
    `${figures}, ${[...new Set(rows.map((row) => row.unit))].join(", ")}; a ratio above 1 means that ours is better.`,
    `${machine.cpu}, ${machine.cores} cores, ${machine.memory}, ${machine.system}, Node ${machine.node}; threads: ${machine.threads}`,
    ...Object.entries(machine.versions).map(([contender, versions]) => `${contender}: ${versionWords(versions)}`),
    ...reasons(all).map((reason) => `No figure for ${reason}`),
  ].join("\n");
}

const measured = (row: Row): boolean => [row.ours, ...Object.values(row.peers)].some((value) => value !== null);

function cells(row: Row, peers: readonly string[]): string[] {
  const range = row.spread["ours"];
  return [
    row.case,
    figure(row.ours),
    range ? range.map(figure).join(" … ") : "–",
    ...peers.map((peer) => figure(row.peers[peer] ?? null)),
    row.ratio === null ? "–" : `${row.ratio.toFixed(2)} × ${row.ratioTo}`,
  ];
}

const figure = (value: number | null): string => (value === null ? "–" : formatCount(Number(value.toPrecision(4))));

const versionWords = (versions: Readonly<Record<string, string>>): string =>
  Object.entries(versions)
    .map(([what, version]) => `${what} ${version}`)
    .join(", ");

/** Each reason once, with the cases that it holds for. */
function reasons(rows: readonly Row[]): string[] {
  const cases = new Map<string, string[]>();
  for (const row of rows) {
    const missing = measured(row) ? row.missing : { ours: row.missing["ours"] ?? "" };
    for (const [who, why] of Object.entries(missing)) {
      const reason = `${who}: ${why}`;
      cases.set(reason, [...(cases.get(reason) ?? []), row.case]);
    }
  }
  return [...cases].map(([reason, names]) => `${reason} (${names.join(", ")})`);
}
