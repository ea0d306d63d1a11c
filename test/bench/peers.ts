import { join } from "node:path";
import { ask } from "../../lib/setup/commands.ts";
import { requirements } from "../../lib/setup/requirements.ts";
import { requirementLines, SeparateEnvironment } from "../support/separate-environment.ts";
import { installDeno } from "./deno.ts";

/** What makes or mends the peers' environment. */
export const peersCommand = "npm run bench:peers";

/** The packages of the peers: requirements.txt, and TensorFlow as environment.yml lists it. */
async function packages(): Promise<string[]> {
  const nvidia = Boolean(await ask("nvidia-smi", "--list-gpus"));
  return [...(await requirementLines(join(import.meta.dirname, "requirements.txt"))), ...(await requirements(nvidia)).tensorflow];
}

const peers = new SeparateEnvironment({
  name: "peers",
  title: "Keras and PyTorch for the benchmarks (about 500 MB, two minutes)",
  command: peersCommand,
  packages,
});

/** The peers' Python; undefined where `npm run bench:peers` has not made it, or not to its end. */
export function peersPython(): string | undefined {
  return peers.program("python");
}

/** Brings the peers, each with a progress line. @returns the exit code: 0 there or done, 1 failed */
export async function installPeers(): Promise<number> {
  return (await peers.install()) || (await installDeno(peersCommand));
}

if (import.meta.main) process.exitCode = await installPeers();
