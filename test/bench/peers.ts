import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { inHome, messageOf, Problem, writeAtomically } from "../../lib/base/index.ts";
import { pythonProgram } from "../../lib/base/python.ts";
import { ask, runProgram } from "../../lib/setup/commands.ts";
import { runStep, type Step } from "../../lib/setup/report.ts";
import { requirements } from "../../lib/setup/requirements.ts";

/** What makes or mends the peers' environment. */
export const peersCommand = "npm run bench:peers";

const folder = (): string => inHome("peers");
const python = (): string => (process.platform === "win32" ? join(folder(), "Scripts", "python.exe") : join(folder(), "bin", "python"));
/** Written last, inside the environment: what was asked for, so that other requirements are seen and a broken-off install is not trusted. */
const note = (): string => join(folder(), "descent-peers");

/** The peers' Python; undefined where `npm run bench:peers` has not made it, or not to its end. */
export function peersPython(): string | undefined {
  return existsSync(note()) && existsSync(python()) ? python() : undefined;
}

/** The packages of the peers, as pip takes them: requirements.txt, and TensorFlow as environment.yml lists it. */
async function wanted(): Promise<string[]> {
  const lines = (await readFile(join(import.meta.dirname, "requirements.txt"), "utf8")).split("\n").map((line) => line.trim());
  const nvidia = Boolean(await ask("nvidia-smi", "--list-gpus"));
  return [...lines.filter((line) => line && !line.startsWith("#")), ...(await requirements(nvidia)).tensorflow];
}

const digest = (lines: readonly string[]): string => createHash("sha256").update(lines.join("\n")).digest("hex");

const makePeers: Step = {
  id: "peers",
  title: "Keras and PyTorch for the benchmarks (about 500 MB, two minutes)",
  done: async () => peersPython() !== undefined && (await readFile(note(), "utf8")) === digest(await wanted()),
  run: async () => {
    const host = pythonProgram("python");
    if (!host) throw new Problem("python-missing", "The project's Python environment is missing.", { hint: "Run `npm run setup` first." });
    try {
      const lines = await wanted();
      if ((await ask(python(), "-m", "pip", "--version")) === undefined) {
        await rm(folder(), { recursive: true, force: true });
        await runProgram(host, ["-m", "venv", folder()], "peers-environment");
      }
      await runProgram(python(), ["-m", "pip", "install", "--disable-pip-version-check", "--quiet", ...lines], "peers-install");
      await writeAtomically(note(), digest(lines));
      return lines.join(", ");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw new Problem(error.code, messageOf(error), { hint: error.hint.replaceAll("npm run setup", peersCommand), cause: error });
    }
  },
};

/** Brings the peers' environment, with a progress line. @returns the exit code: 0 there or done, 1 failed */
export async function installPeers(): Promise<number> {
  return (await runStep(makePeers)).status === "failed" ? 1 : 0;
}

if (import.meta.main) process.exitCode = await installPeers();
