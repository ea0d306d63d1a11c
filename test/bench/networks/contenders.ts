import type { EngineName } from "../../../lib/device/index.ts";
import { threadCount, threadEnvironment } from "../machine.ts";
import { peersCommand, peersPython } from "../peers.ts";
import type { Roster } from "../roster.ts";
import type { Entrant } from "../rounds.ts";

/** Where an engine computes; a row's peers compute there too. */
export type Kind = "gpu" | "cpu";

/** Our engines by where they compute. */
export const engines: Readonly<Record<Kind, readonly EngineName[]>> = { gpu: ["cuda", "webgpu"], cpu: ["tensorflow", "wasm"] };

/** Engines that run steps as TensorFlow graphs. */
export const graphEngines: readonly EngineName[] = ["cuda", "tensorflow"];

/** A contender's program and what it is told at its start, beside the folder of the pictures. */
export interface ContenderScript {
  /** Path of a TypeScript file for ours, of a Python file for a peer. */
  readonly script: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Starts ours on one engine. */
export function enterOurs(
  roster: Roster,
  name: string,
  { script, parameters, engine, folder }: ContenderScript & { readonly engine: EngineName; readonly folder: string },
): Promise<Entrant> {
  const command = {
    program: process.execPath,
    args: ["--no-warnings", script],
    env: { ...threadEnvironment, DESCENT_BUDGET: "full" }, // the quick budget would cut epochs short
  };
  return roster.enter(name, command, { folder, engine, ...parameters });
}

/** Starts a peer, to compute on the CPU or on the GPU. Without the peers' environment it says how to make it. */
export async function enterPeer(
  roster: Roster,
  name: string,
  { script, parameters, kind, folder }: ContenderScript & { readonly kind: Kind; readonly folder: string },
): Promise<Entrant> {
  const program = peersPython();
  if (program === undefined) return { name, worker: { why: `not installed: run ${peersCommand}` } };
  // A TensorFlow built for CUDA would take the GPU unasked.
  const env = { ...threadEnvironment, ...(kind === "cpu" ? { CUDA_VISIBLE_DEVICES: "-1" } : {}) };
  return roster.enter(name, { program, args: [script], env }, { folder, device: kind, threads: threadCount, ...parameters });
}

/** A peer in rows where none of our engines runs, and so nothing is to be compared. */
export function absentPeer(name: string, kind: Kind): Entrant {
  return { name, worker: { why: `not measured, for no engine of ours runs on a ${kind.toUpperCase()} here` } };
}
