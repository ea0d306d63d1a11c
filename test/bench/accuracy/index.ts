import { join } from "node:path";
import { formatCount, formatSeconds } from "../../../lib/base/index.ts";
import { fetchFile } from "../../../lib/data/catalog/index.ts";
import type { BenchmarkOptions, BenchmarkResult } from "../benchmark.ts";
import type { ContenderCommand } from "../contender.ts";
import { machine, threadCount, threadEnvironment } from "../machine.ts";
import { peersCommand, peersPython } from "../peers.ts";
import { Roster } from "../roster.ts";
import type { Entrant } from "../rounds.ts";
import { row } from "../row.ts";
import { lastAccuracies, race, secondsTo } from "./race.ts";
import { recipes } from "./recipe.ts";

const usualRounds = { full: 3, quick: 1 } as const;

/**
 * Training until 90 % of Fashion-MNIST's test pictures are right, in seconds: from the files, through a network of two convolutions with
 * Adam and a one-cycle schedule, judged twice an epoch, all of which counts. `Learner.fitOneCycle` on the engine `tensorflow` beside
 * PyTorch's usual loop with `OneCycleLR`.
 */
export async function run({ quick, say, rounds }: BenchmarkOptions): Promise<BenchmarkResult> {
  const scale = quick ? "quick" : "full";
  const recipe = recipes[scale];
  const roster = new Roster();
  try {
    say(`Starting the contenders, each with ${threadCount} threads`);
    const entrants = [await enterOurs(roster), await enterPyTorch(roster)];
    const results = await race(entrants, {
      rounds: rounds ?? usualRounds[scale],
      recipe,
      onRun: (round, name, { seconds, accuracies }) => say(`Round ${round}, ${name}: ${formatSeconds(seconds)}, ${accuracies.join(" → ")}`),
    });
    const [ours, pytorch] = [results.get("ours"), results.get("pytorch")];
    const { target, pictures } = recipe;
    const title = `${100 * target} % of the test pictures, from ${formatCount(pictures)} to learn from`;
    const rows = [
      row({ case: title, unit: "s", better: "lower", ours: secondsTo(target, ours), counted: { pytorch: secondsTo(target, pytorch) } }),
      row({
        case: "accuracy then",
        unit: "part",
        better: "higher",
        ours: lastAccuracies(ours),
        counted: { pytorch: lastAccuracies(pytorch) },
      }),
    ];
    return { name: "accuracy", rows, machine: machine(roster.versions) };
  } finally {
    await roster.close();
  }
}

function enterOurs(roster: Roster): Promise<Entrant> {
  const command: ContenderCommand = {
    program: process.execPath,
    args: ["--no-warnings", join(import.meta.dirname, "ours.ts")],
    env: { ...threadEnvironment, DESCENT_BUDGET: "full" }, // the quick budget would cut epochs short
  };
  return roster.enter("ours", command, { engine: "tensorflow" });
}

async function enterPyTorch(roster: Roster): Promise<Entrant> {
  const python = peersPython();
  if (python === undefined) return { name: "pytorch", worker: { why: `not installed: run ${peersCommand}` } };
  const files = { train: await filesOf("train"), test: await filesOf("t10k") };
  const command = {
    program: python,
    args: [join(import.meta.dirname, "torch_peer.py")],
    env: { ...threadEnvironment, CUDA_VISIBLE_DEVICES: "-1" },
  };
  return roster.enter("pytorch", command, { files, threads: threadCount });
}

/** The files of one part of Fashion-MNIST, which the peer reads itself. @throws Problem when they can't be had */
async function filesOf(part: "train" | "t10k"): Promise<Readonly<Record<"pictures" | "labels", string>>> {
  return {
    pictures: await fetchFile("fashion-mnist", `${part}-images-idx3-ubyte.gz`),
    labels: await fetchFile("fashion-mnist", `${part}-labels-idx1-ubyte.gz`),
  };
}
