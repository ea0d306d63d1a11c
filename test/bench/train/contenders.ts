import { join } from "node:path";
import type { EngineName } from "../../../lib/device/index.ts";
import type { ContenderCommand } from "../contender.ts";
import { threadCount, threadEnvironment } from "../machine.ts";
import { peersCommand, peersPython } from "../peers.ts";
import type { Roster } from "../roster.ts";
import type { Entrant } from "../rounds.ts";

/** Where an engine computes; a row's peers compute there too. */
export type Kind = "gpu" | "cpu";

/** Our engines by where they compute. */
export const engines: Readonly<Record<Kind, readonly EngineName[]>> = { gpu: ["cuda", "webgpu"], cpu: ["tensorflow", "wasm"] };

/** Peers that the ratio is taken to. */
export const counted = ["keras", "pytorch"] as const;
/** Keras as an expert would tune it: shown beside, not in the ratio. */
export const shown = ["keras steps_per_execution=32"] as const;

type PeerName = (typeof counted)[number] | (typeof shown)[number];

const scripts: Readonly<Record<PeerName, { readonly script: string; readonly parameters: object }>> = {
  keras: { script: "keras_peer.py", parameters: { steps_per_execution: 1 } },
  pytorch: { script: "torch_peer.py", parameters: {} },
  "keras steps_per_execution=32": { script: "keras_peer.py", parameters: { steps_per_execution: 32 } },
};

/** Starts ours on one engine. */
export function enterOurs(roster: Roster, engine: EngineName, folder: string): Promise<Entrant> {
  const command: ContenderCommand = {
    program: process.execPath,
    args: ["--no-warnings", join(import.meta.dirname, "ours.ts")],
    env: { ...threadEnvironment, DESCENT_BUDGET: "full" }, // the quick budget would cut epochs short
  };
  return roster.enter(engine, command, { folder, engine });
}

/** Starts the peers, to compute on the CPU or on the GPU. Without their environment each says how to make it. */
export async function enterPeers(roster: Roster, kind: Kind, folder: string): Promise<Entrant[]> {
  const python = peersPython();
  const entrants: Entrant[] = [];
  for (const name of [...counted, ...shown]) {
    const { script, parameters } = scripts[name];
    if (python === undefined) {
      entrants.push({ name, worker: { why: `not installed: run ${peersCommand}` } });
      continue;
    }
    // A TensorFlow built for CUDA would take the GPU unasked.
    const env = { ...threadEnvironment, ...(kind === "cpu" ? { CUDA_VISIBLE_DEVICES: "-1" } : {}) };
    const command = { program: python, args: [join(import.meta.dirname, script)], env };
    entrants.push(await roster.enter(name, command, { folder, device: kind, threads: threadCount, ...parameters }));
  }
  return entrants;
}

/** The peers in rows where none of our engines runs, and so nothing is to be compared. */
export function absentPeers(kind: Kind): Entrant[] {
  const why = `not measured, for no engine of ours runs on a ${kind.toUpperCase()} here`;
  return [...counted, ...shown].map((name) => ({ name, worker: { why } }));
}
