import type { Machine } from "./machine.ts";
import type { Row } from "./row.ts";

/** What the command line asks of a benchmark. */
export interface BenchmarkOptions {
  readonly rounds?: number;
  /** Less work, figures that only show that all runs. */
  readonly quick: boolean;
  /** Words for people while it runs. */
  say(line: string): void;
}

/** A benchmark's result: the JSON document that `npm run bench -- NAME --json` prints. */
export interface BenchmarkResult {
  readonly name: string;
  /** What the figures are; medians of interleaved rounds unless told. */
  readonly figures?: string;
  readonly rows: readonly Row[];
  readonly machine: Machine;
}

/** A benchmark's module, imported only when its name is asked for. */
export interface Benchmark {
  run(options: BenchmarkOptions): Promise<BenchmarkResult>;
}
