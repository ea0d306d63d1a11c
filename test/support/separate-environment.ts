import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { inHome, messageOf, Problem, writeAtomically } from "../../lib/base/index.ts";
import { pythonProgram } from "../../lib/base/python.ts";
import { ask, runProgram } from "../../lib/setup/commands.ts";
import { runStep } from "../../lib/setup/report.ts";
import { fingerprint } from "../../lib/setup/requirements.ts";

export interface SeparateOptions {
  /** Its folder in `DESCENT_HOME`. */
  readonly name: string;
  /** What comes, in words, with its size. */
  readonly title: string;
  /** The npm script that makes or mends it, for hints. */
  readonly command: string;
  /** The packages, as pip takes them. */
  readonly packages: () => Promise<readonly string[]>;
}

const windows = process.platform === "win32";

/** A Python environment beside the project's own, for what only tests and benchmarks need. */
export class SeparateEnvironment {
  readonly #options: SeparateOptions;

  constructor(options: SeparateOptions) {
    this.#options = options;
  }

  /** The npm script that makes or mends it. */
  get command(): string {
    return this.#options.command;
  }

  /** Where it lies. */
  get folder(): string {
    return inHome(this.#options.name);
  }

  /** One of its programs, such as `python`; undefined where the environment has not been made, or not to its end. */
  program(name: string): string | undefined {
    const path = this.#path(name);
    return existsSync(this.#note) && existsSync(path) ? path : undefined;
  }

  /** Brings it, with a progress line. @returns the exit code: 0 there or done, 1 failed */
  async install(): Promise<number> {
    const { name: id, title } = this.#options;
    const outcome = await runStep({ id, title, done: () => this.#isComplete(), run: () => this.#make() });
    return outcome.status === "failed" ? 1 : 0;
  }

  /** Written last, inside the environment: what was asked for, so that other wishes are seen and a broken-off install is not trusted. */
  get #note(): string {
    return join(this.folder, `descent-${this.#options.name}`);
  }

  #path(name: string): string {
    return windows ? join(this.folder, "Scripts", `${name}.exe`) : join(this.folder, "bin", name);
  }

  async #isComplete(): Promise<boolean> {
    if (this.program("python") === undefined) return false;
    return (await readFile(this.#note, "utf8")) === (await fingerprint(await this.#options.packages()));
  }

  async #make(): Promise<string> {
    const { name, command, packages } = this.#options;
    const host = pythonProgram("python");
    if (!host) throw new Problem("python-missing", "The project's Python environment is missing.", { hint: "Run `npm run setup` first." });
    const python = this.#path("python");
    try {
      const wanted = await packages();
      if ((await ask(python, "-m", "pip", "--version")) === undefined) {
        await rm(this.folder, { recursive: true, force: true });
        await runProgram(host, ["-m", "venv", this.folder], `${name}-environment`);
      }
      await runProgram(python, ["-m", "pip", "install", "--disable-pip-version-check", "--quiet", ...wanted], `${name}-install`);
      await writeAtomically(this.#note, await fingerprint(wanted));
      return wanted.join(", ");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw new Problem(error.code, messageOf(error), { hint: error.hint.replaceAll("npm run setup", command), cause: error });
    }
  }
}

/** The lines of a requirements file without its comments. */
export async function requirementLines(path: string): Promise<string[]> {
  const lines = (await readFile(path, "utf8")).split("\n").map((line) => line.trim());
  return lines.filter((line) => line && !line.startsWith("#"));
}
