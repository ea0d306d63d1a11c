import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Type from "typebox";
import Value from "typebox/value";
import { messageOf } from "../../../lib/base/index.ts";
import type { BenchmarkOptions, BenchmarkResult } from "../benchmark.ts";
import type { ContenderCommand } from "../contender.ts";
import { machine } from "../machine.ts";
import { peersCommand, peersPython } from "../peers.ts";
import { Roster } from "../roster.ts";
import { type Entrant, interleave, type Outcome } from "../rounds.ts";
import { type Row, row } from "../row.ts";
import { findPhotos } from "./photos.ts";

const batch = 64;
const numbersOfWorkers = [0, 1, 2] as const;

/** Work of a round; a quick run only shows that all runs. */
const scales = {
  quick: { rounds: 2, items: 512, seconds: 1, photos: 192 },
  full: { rounds: 5, items: 16_384, seconds: 3, photos: 4096 },
} as const;

/** Epochs over which memory must not grow. */
const epochs = 5;

/** What is loaded from: the files themselves, or a cache of bytes that an earlier epoch has filled. */
type Mode = "photos" | "memory" | "disk";

/** The means of the first batches of two contenders with the same pictures and transforms lie nearer to each other than this. */
const sameMean = 0.25;

interface Bench {
  readonly roster: Roster;
  /** File with the paths of the photos. */
  readonly list: string;
  readonly folder: string;
}

/**
 * Loading photos for training: decode, random crop resized to 128 × 128, flip, to float32, normalise, batches of 64, in pictures a second;
 * and from a cache of 160 × 160 pixels: random crop of 128, flip, to float32, normalise. Ours, whose batches end as tensors of the engine
 * `tensorflow`, beside PyTorch's DataLoader with Pillow, and a memory map as its cache, at the same number of workers.
 */
export async function run({ quick, say, ...options }: BenchmarkOptions): Promise<BenchmarkResult> {
  const scale = { ...scales[quick ? "quick" : "full"], ...options, batch };
  const folder = await mkdtemp(join(tmpdir(), "descent-bench-"));
  const list = join(folder, "photos.json");
  const roster = new Roster();
  const rows: Row[] = [];
  try {
    const { paths, title } = await findPhotos(folder, scale.photos);
    say(`Loading ${title}`);
    await writeFile(list, JSON.stringify(paths));
    for (const workers of numbersOfWorkers) {
      say(`First epoch, ${workers} workers: ${scale.rounds} rounds`);
      const ours = await enterOurs({ roster, list, folder }, "photos", workers);
      const peer = await enterPyTorch({ roster, list, folder }, "photos", workers);
      const outcomes = await interleave([ours, peer], scale);
      rows.push(speed(`first epoch workers=${workers}`, outcomes, ours.name));
      if (workers === numbersOfWorkers.at(-1)) rows.push(await memory(`memory, ${epochs} epochs workers=${workers}`, ours, peer));
      await roster.close();
    }
    for (const workers of numbersOfWorkers) {
      say(`Cached, ${workers} workers: ${scale.rounds} rounds`);
      const inMemory = await enterOurs({ roster, list, folder }, "memory", workers);
      const onDisk = await enterOurs({ roster, list, folder }, "disk", workers);
      const peer = await enterPyTorch({ roster, list, folder }, "memory", workers);
      const outcomes = await interleave([inMemory, onDisk, peer], scale);
      rows.push(speed(`cached in memory workers=${workers}`, outcomes, inMemory.name));
      rows.push(speed(`cached on disk workers=${workers}`, outcomes, onDisk.name));
      await roster.close();
    }
  } finally {
    await roster.close();
    await rm(folder, { recursive: true, force: true });
  }
  const threads = `1 beside the workers: ${Object.keys(oneThread).join(", ")}, torch.set_num_threads`;
  return { name: "loader", rows, machine: { ...machine(roster.versions), threads } };
}

/** Libraries that would compute with several threads beside the workers get one: PyTorch collapses else. */
const oneThread = { OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" } as const;

function enterOurs({ roster, list, folder }: Bench, mode: Mode, workers: number): Promise<Entrant> {
  const command: ContenderCommand = {
    program: process.execPath,
    args: ["--no-warnings", join(import.meta.dirname, "ours.ts")],
    env: { ...oneThread, DESCENT_HOME: join(folder, "home") },
  };
  return roster.enter(`ours (${mode})`, command, { list, engine: "tensorflow", mode, workers });
}

async function enterPyTorch({ roster, list, folder }: Bench, mode: Mode, workers: number): Promise<Entrant> {
  const python = peersPython();
  if (python === undefined) return { name: "pytorch", worker: { why: `not installed: run ${peersCommand}` } };
  const command = { program: python, args: [join(import.meta.dirname, "torch_peer.py")], env: oneThread };
  return roster.enter("pytorch", command, { list, folder, mode, workers });
}

function speed(title: string, outcomes: ReadonlyMap<string, Outcome>, ours: string): Row {
  const outcome = (name: string): Outcome => outcomes.get(name) ?? { why: "did not take part" };
  const [mine, peer] = alike(outcome(ours), outcome("pytorch"));
  return row({ case: title, unit: "img/s", better: "higher", ours: mine, counted: { pytorch: peer } });
}

/** Takes the figures where the two have not loaded the same: then nothing is to be compared. */
export function alike(ours: Outcome, peer: Outcome): readonly [Outcome, Outcome] {
  if ("why" in ours || "why" in peer) return [ours, peer];
  const means = [ours, peer].map(({ before }) => before["mean"] ?? Number.NaN) as [number, number];
  if (Math.abs(means[0] - means[1]) < sameMean) return [ours, peer];
  const why = `not the same pictures: the first batches have means of ${means.map((mean) => mean.toFixed(2)).join(" and ")}`;
  return [{ why }, { why }];
}

const Grown = Type.Object({ before: Type.Number(), after: Type.Number() });

/** How much memory more each holds after some epochs, in MB. */
async function memory(title: string, ours: Entrant, peer: Entrant): Promise<Row> {
  const [mine, theirs] = [await growth(ours), await growth(peer)];
  return row({ case: title, unit: "MB more", better: "lower", ours: mine, counted: {}, shown: { pytorch: theirs } });
}

async function growth({ worker }: Entrant): Promise<Outcome> {
  if ("why" in worker) return worker;
  try {
    const facts = Value.Parse(Grown, await worker.ask("growth", { epochs }));
    return { rates: [facts.after - facts.before], before: { resident: facts.before }, after: { resident: facts.after } };
  } catch (error) {
    return { why: messageOf(error) };
  }
}
