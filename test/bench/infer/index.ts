import { join } from "node:path";
import type { BenchmarkOptions, BenchmarkResult } from "../benchmark.ts";
import { type Case, compare, otherNetwork } from "../networks/compare.ts";
import { classes, type NetworkName } from "../networks/networks.ts";
import type { Outcome } from "../rounds.ts";

const cases: readonly Case[] = [
  { network: "cnn", batch: 1 },
  { network: "cnn", batch: 32 },
  { network: "cnn", batch: 256 },
  { network: "resnet18", batch: 32 },
];

/** Work of a round; a quick run only shows that all runs. */
const scales = {
  quick: { rounds: 3, work: { cnn: { items: 2048, seconds: 1 }, resnet18: { items: 128, seconds: 1 } } },
  full: { rounds: 5, work: { cnn: { items: 8192, seconds: 1.5 }, resnet18: { items: 512, seconds: 2 } } },
} as const;

/** How far the probabilities of a picture may be from 1 in sum: the rounding of ten float32. */
const tolerance = 1e-5;

const scriptAt = (name: string): string => join(import.meta.dirname, name);

/**
 * Predictions a second, as probabilities, by the networks of the benchmark `train`: the whole of `learner.predict(dataset)` by every engine
 * that works here, beside Keras's `predict`, as it comes and without its machinery, and PyTorch's loop under `inference_mode`.
 */
export function run({ quick, say, ...options }: BenchmarkOptions): Promise<BenchmarkResult> {
  const keras = scriptAt("keras_peer.py");
  return compare(
    {
      name: "infer",
      cases,
      ...scales[quick ? "quick" : "full"],
      ...options,
      ours: { script: scriptAt("ours.ts") },
      counted: { keras: { script: keras, parameters: { tuned: false } }, pytorch: { script: scriptAt("torch_peer.py") } },
      shown: { "keras predict_on_batch": { script: keras, parameters: { tuned: true } } },
      verify: verified,
    },
    { say },
  );
}

/** Takes the figure from a contender that used another network than the others, or that did not give probabilities for each picture. */
export function verified(outcome: Outcome, network: NetworkName): Outcome {
  if ("why" in outcome) return outcome;
  const why = otherNetwork(outcome, network);
  if (why !== undefined) return { why };
  const { pictures = Number.NaN, answers = Number.NaN, classes: width = Number.NaN, sumError = Number.NaN } = outcome.after;
  if (answers !== pictures || width !== classes) return { why: `answered [${answers}, ${width}], wanted [${pictures}, ${classes}]` };
  return sumError <= tolerance ? outcome : { why: `gave no probabilities: their sums are up to ${sumError} away from 1` };
}
