import { readdir, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { readJson, writeAtomically } from "../base/files.ts";
import { projectRoot } from "../base/paths.ts";
import { Problem } from "../base/problem.ts";
import { pythonEnvironment } from "../base/python.ts";

/** The course kernel, and tslab as it is. */
export type KernelName = "tslab" | "tslab-stock";

export const kernelNames: readonly KernelName[] = ["tslab", "tslab-stock"];

/** How Jupyter starts a kernel: the content of a `kernel.json`. */
export interface Kernelspec {
  /** The command; `{connection_file}` stands for the connection file's path. */
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: "signal" | "message";
  readonly env: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface InstalledKernelspec {
  readonly name: string;
  readonly folder: string;
  readonly spec: Kernelspec;
}

interface Places {
  /** The environment, such as `.venv`; kernelspecs lie in its `share/jupyter/kernels`. The project's Python by default. */
  readonly prefix?: string;
  /** The user's own kernelspecs, which every Jupyter and editor of theirs finds, in the place of an environment's. */
  readonly user?: boolean;
  /** Path of the Node that is to run the kernels: this process's own by default. */
  readonly node?: string;
}

/** Of an environment or of the user. */
type Where = Pick<Places, "prefix" | "user">;

/**
 * The kernelspec of a name. All its paths are absolute, so it works from every folder and front end.
 *
 * Interrupts are signals where the system has them: a signal reaches a cell that runs a synchronous loop, which a message, waiting in
 * a socket for the loop to end, never does. `NODE_PATH` lets notebooks outside the project import its packages.
 */
export function kernelspec(name: KernelName, { node = process.execPath }: Pick<Places, "node"> = {}): Kernelspec {
  const own = name === "tslab";
  return {
    argv: own
      ? [node, "--no-warnings", join(projectRoot, "lib/kernel/main.ts"), "{connection_file}"]
      : [node, "--no-warnings", join(projectRoot, "node_modules/tslab/bin/tslab"), "kernel", "--config-path", "{connection_file}"],
    display_name: own ? "TypeScript (Descent)" : "TypeScript (tslab)",
    language: "typescript",
    interrupt_mode: process.platform === "win32" ? "message" : "signal",
    env: { NODE_PATH: join(projectRoot, "node_modules") },
    metadata: {},
  };
}

/** Writes the kernelspecs of both kernels, in the place of earlier ones. @returns what was written */
export async function installKernelspec({ node, ...places }: Places = {}): Promise<readonly InstalledKernelspec[]> {
  const installed = kernelNames.map((name) => ({
    name,
    folder: join(folderOf(places), name),
    spec: kernelspec(name, node === undefined ? {} : { node }),
  }));
  for (const { folder, spec } of installed) await writeAtomically(join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
  return installed;
}

/** The kernelspecs of an environment or of the user, also those of other languages, by name. */
export async function listKernelspecs(places: Where = {}): Promise<readonly InstalledKernelspec[]> {
  const names = await readdir(folderOf(places)).catch(() => []);
  const found = names.sort().map(async (name) => {
    const folder = join(folderOf(places), name);
    const spec = await readJson(join(folder, "kernel.json")).catch(() => undefined);
    return isKernelspec(spec) ? [{ name, folder, spec }] : [];
  });
  return (await Promise.all(found)).flat();
}

/** Removes a kernelspec. @throws Problem `no-kernelspec` where there is none of that name */
export async function removeKernelspec(name: string, places: Where = {}): Promise<void> {
  const found = (await listKernelspecs(places)).find((installed) => installed.name === name);
  if (found === undefined) {
    throw new Problem("no-kernelspec", `There is no kernel ${name} in ${folderOf(places)}`, {
      hint: "See those there are with npx descent kernel list",
    });
  }
  await rm(found.folder, { recursive: true });
}

/** Where kernelspecs lie: each in a folder of its name. */
function folderOf({ prefix = pythonEnvironment(), user = false }: Where): string {
  return user ? join(userData(), "kernels") : join(prefix, "share/jupyter/kernels");
}

/** The folder in which Jupyter looks for what a user installed (`jupyter --data-dir`), by the rules of jupyter_core. */
function userData(): string {
  const { JUPYTER_DATA_DIR: named, APPDATA: roaming, XDG_DATA_HOME: shared } = process.env;
  if (named) return named;
  if (process.platform === "darwin") return join(homedir(), "Library/Jupyter");
  if (process.platform === "win32") return join(roaming ?? join(homedir(), "AppData/Roaming"), "jupyter");
  return join(shared ?? join(homedir(), ".local/share"), "jupyter");
}

function isKernelspec(candidate: unknown): candidate is Kernelspec {
  return (
    typeof candidate === "object" &&
    candidate !== null &&
    "argv" in candidate &&
    Array.isArray(candidate.argv) &&
    "display_name" in candidate
  );
}
