import { describe } from "../base/index.ts";
import { type BenchOptions, interleaved } from "./bench.ts";
import { BenchComparison } from "./bench-comparison.ts";
import { BenchReport } from "./bench-report.ts";
import { expectRun, type Run } from "./timed-run.ts";

/**
 * Measures functions beside each other, as `bench` does each of them. They take turns, so that what else the machine does hits all alike.
 *
 * @param runs functions by the names that the figure shows
 * @param options `seconds` and `warmUp` are for each function
 * @returns a bar chart of the medians with the quartiles
 * @throws RangeError when there is no function, one is none, or an option is wrong; and what a function throws
 * @example
 * await compareBench({ "op by op": () => step(batch), compiled: () => compiledStep(batch) });
 */
export async function compareBench(
  runs: Readonly<Record<string, Run>>,
  options: Omit<BenchOptions, "name"> = {},
): Promise<BenchComparison> {
  const entries = typeof runs === "object" && runs !== null ? Object.entries(runs) : [];
  if (entries.length === 0) {
    throw new RangeError(
      `Expected functions by their names but got ${describe(runs)}.\n  Write compareBench({ one: () => …, other: () => … })`,
    );
  }
  for (const [name, run] of entries) expectRun(name, run);
  const times = await interleaved(
    entries.map(([, run]) => run),
    options,
  );
  return new BenchComparison(entries.map(([name], place) => new BenchReport(name, times[place] ?? [])));
}
