import { plural } from "../base/format.ts";
import { type BuildOptions, buildNotebooks } from "./build.ts";

/**
 * The work behind `npx descent notebooks build [--check] [--json]`: words for people on stderr, one JSON document on stdout.
 *
 * @returns the exit code: 1 where notebooks are not what their sources say
 */
export async function buildCommand({ json = false, ...options }: BuildOptions & { readonly json?: boolean } = {}): Promise<number> {
  const report = await buildNotebooks(options);
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
  const outdated = report.stale.some(({ reason }) => reason !== "has no source");
  const orphaned = report.stale.some(({ reason }) => reason === "has no source");
  const lines = [
    ...report.written.map((notebook) => `wrote ${notebook}`),
    ...report.stale.map(({ notebook, reason }) => `${notebook} ${reason === "missing" ? "is missing" : reason}`),
    ...(outdated ? ["npx descent notebooks build writes what is missing or differs"] : []),
    ...(orphaned ? ["remove a notebook that has no source, or add its source to solutions/"] : []),
    ...(report.written.length + report.stale.length === 0 ? [`${plural(report.unchanged.length, "notebook")} up to date`] : []),
  ];
  process.stderr.write(`${lines.join("\n")}\n`);
  return report.stale.length > 0 ? 1 : 0;
}
