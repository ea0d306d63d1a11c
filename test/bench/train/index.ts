import { join } from "node:path";
import { formatBytes, plural } from "../../../lib/base/index.ts";
import type { BenchmarkOptions, BenchmarkResult } from "../benchmark.ts";
import { type Case, compare, otherNetwork } from "../networks/compare.ts";
import type { NetworkName } from "../networks/networks.ts";
import type { Measured, Outcome } from "../rounds.ts";

const cases: readonly Case[] = [
  { network: "cnn", batch: 32 },
  { network: "cnn", batch: 64 },
  { network: "cnn", batch: 256 },
  { network: "resnet18", batch: 32 },
];

/** Work of a round; a quick run only shows that all runs. */
const scales = {
  quick: { rounds: 3, work: { cnn: { items: 2048, seconds: 1 }, resnet18: { items: 128, seconds: 2 } } },
  full: { rounds: 5, work: { cnn: { items: 8192, seconds: 3 }, resnet18: { items: 512, seconds: 5 } } },
} as const;

const scriptAt = (name: string): string => join(import.meta.dirname, name);

/**
 * Training in pictures a second, float32, Adam and cross-entropy: an MNIST-size network (conv 32, pool, conv 64, pool, dense 128,
 * dense 10) and ResNet-18. `Learner.fit` by every engine that works here, where it makes graphs also operation by operation, beside
 * Keras's `fit`, as it comes and tuned, and PyTorch's usual loop.
 */
export function run({ quick, say, ...options }: BenchmarkOptions): Promise<BenchmarkResult> {
  const keras = scriptAt("keras_peer.py");
  return compare(
    {
      name: "train",
      cases,
      ...scales[quick ? "quick" : "full"],
      ...options,
      ours: { script: scriptAt("ours.ts"), parameters: { compile: true } },
      variants: { eager: { script: scriptAt("ours.ts"), parameters: { compile: false } } },
      counted: {
        keras: { script: keras, parameters: { steps_per_execution: 1 } },
        pytorch: { script: scriptAt("torch_peer.py") },
      },
      shown: { "keras steps_per_execution=32": { script: keras, parameters: { steps_per_execution: 32 } } },
      verify: verified,
      onMeasured: (title, ours) => say(`${title}: ${graphWords(ours)}`),
    },
    { say },
  );
}

/** The size of the training step's graph, and what a learner's first batch takes longer than others for it, in words. */
export function graphWords({ before, after }: Measured): string {
  const { traces = 0, operations = 0, bytes = 0 } = after;
  if (traces === 0) return "no graph, it runs operation by operation";
  const milliseconds = Math.round(1000 * (before["retraceSeconds"] ?? Number.NaN));
  return `a graph of ${plural(operations, "operation")} (${formatBytes(bytes)}), retraced in ${milliseconds} ms`;
}

/** Takes the figure from a contender that trained another network than the others, or that did not learn. */
export function verified(outcome: Outcome, network: NetworkName): Outcome {
  if ("why" in outcome) return outcome;
  const why = otherNetwork(outcome, network);
  if (why !== undefined) return { why };
  const { before, after } = outcome;
  const [first, last] = [before["loss"] ?? Number.NaN, after["loss"] ?? Number.NaN];
  return last < first ? outcome : { why: `did not learn: its loss went from ${first} to ${last}` };
}
