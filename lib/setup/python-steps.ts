import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomically } from "../base/files.ts";
import { projectRoot } from "../base/paths.ts";
import { Problem } from "../base/problem.ts";
import { pythonEnvironment, pythonProgram } from "../base/python.ts";
import { ask, runProgram } from "./commands.ts";
import type { Step } from "./report.ts";
import { fingerprint, type Requirements, requirements } from "./requirements.ts";

/** The Python releases that the listed TensorFlow has wheels for. */
const versions = ["3.13", "3.12", "3.11", "3.10"] as const;

/** The note of what pip was last asked for and did, in the environment itself, so that deleting the environment deletes it too. */
const notePath = (part: string): string => join(pythonEnvironment(), `.descent-${part}`);

/** A Python of the host that can make the environment: newest first, then whatever `python3` is. */
async function hostPython(): Promise<string> {
  const programs = [...versions.map((version) => `python${version}`), "python3", "python"];
  for (const program of programs) {
    const version = await ask(program, "-c", "import sys; print('%d.%d' % sys.version_info[:2])");
    if (version && (versions as readonly string[]).includes(version)) return program;
  }
  throw new Problem(
    "python-missing",
    `No Python ${versions.at(-1)} to ${versions[0]} was found, so there is no JupyterLab and no native TensorFlow.`,
    {
      hint: "Install Python (python.org, or Debian: apt-get install python3 python3-venv), then run `npm run setup` again.",
    },
  );
}

async function environmentWorks(): Promise<boolean> {
  const python = pythonProgram("python");
  return python !== undefined && (await ask(python, "-m", "pip", "--version")) !== undefined;
}

const makeEnvironment: Step = {
  id: "python",
  title: "Python environment",
  done: async () => (await noted("jupyter")) || (await environmentWorks()),
  run: async () => {
    const folder = pythonEnvironment();
    if (folder !== join(projectRoot, ".venv")) {
      throw new Problem("conda-without-pip", `The conda environment ${folder} has no working pip.`, {
        hint: "Run `conda env update --file environment.yml`, then `npm run setup` again.",
      });
    }
    const python = await hostPython();
    // What is there does not work (a broken-off set-up, a Python that was removed): packages are installed anew anyway.
    await rm(folder, { recursive: true, force: true });
    await runProgram(python, ["-m", "venv", folder], "python-environment");
    return ask(python, "--version");
  },
};

async function noted(part: keyof Requirements): Promise<boolean> {
  if (!pythonProgram("python")) return false;
  const note = await readFile(notePath(part), "utf8").catch(() => undefined);
  return note === (await fingerprint((await requirements(await hasNvidia()))[part]));
}

function packages(part: keyof Requirements, title: string, takes: string): Step {
  return {
    id: part,
    title,
    takes,
    done: () => noted(part),
    run: async () => {
      const python = pythonProgram("python");
      if (!python) throw new Problem("python-missing", "needs the Python environment", { hint: "See the line on Python above." });
      const lines = (await requirements(await hasNvidia()))[part];
      await runProgram(python, ["-m", "pip", "install", "--disable-pip-version-check", "--quiet", ...lines], `${part}-install`);
      await writeAtomically(notePath(part), await fingerprint(lines));
      return undefined;
    },
  };
}

let nvidia: Promise<boolean> | undefined;

/** Whether an NVIDIA driver answers; asked once. */
function hasNvidia(): Promise<boolean> {
  nvidia ??= ask("nvidia-smi", "--list-gpus").then((answer) => Boolean(answer));
  return nvidia;
}

/** Python's part of the set-up: the environment, JupyterLab, TensorFlow. */
export const pythonSteps: readonly Step[] = [
  makeEnvironment,
  packages("jupyter", "JupyterLab", "about half a minute"),
  packages("tensorflow", "TensorFlow", "about a minute"),
];
