import { availableParallelism, cpus, totalmem } from "node:os";
import { formatBytes } from "../../lib/base/index.ts";

/** What a benchmark ran on, as far as it moves the figures. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory: string;
  readonly system: string;
  readonly node: string;
  /** How the contenders' threads were pinned. */
  readonly threads: string;
  /** Versions by contender, as each reported them. */
  readonly versions: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Cores that this process may use: what every contender gets, no more and no fewer. */
export const threadCount: number = availableParallelism();

/** The variables by which libraries take their number of threads. PyTorch is told by `torch.set_num_threads` too. */
export const threadEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  [
    "TF_NUM_INTRAOP_THREADS",
    "TF_NUM_INTEROP_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "POLARS_MAX_THREADS",
  ].map((name) => [name, String(threadCount)]),
);

export function machine(versions: Machine["versions"]): Machine {
  return {
    cpu: cpus()[0]?.model.trim() || process.arch,
    cores: threadCount,
    memory: formatBytes(totalmem()),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    threads: `${threadCount} for every contender: ${Object.keys(threadEnvironment).join(", ")}, torch.set_num_threads`,
    versions,
  };
}
