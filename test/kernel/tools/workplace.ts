import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach } from "vitest";
import { installKernelspec } from "../../../lib/kernel/spec.ts";
import type { Notebook } from "../../../lib/notebook/format.ts";
import { tools } from "../../support/tools.ts";

/** How a tool ended, and what it printed. */
export interface ToolRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const kernelspec = { name: "tslab", display_name: "TypeScript (Descent)", language: "typescript" };

/** A cell to write, as nbformat has it but for what is the same in all. */
export interface Cell {
  readonly source: string;
  readonly type?: "code" | "markdown";
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const workplaces: string[] = [];

afterEach(async () => {
  for (const folder of workplaces.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A temporary folder in which the course kernel is registered and tools keep their own files; removed after the test. */
export class Workplace {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Workplace> {
    const folder = await mkdtemp(join(tmpdir(), "descent-tools-"));
    workplaces.push(folder);
    await installKernelspec({ prefix: join(folder, "environment") });
    return new Workplace(folder);
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** Writes a notebook for the course kernel. @returns its path */
  async write(name: string, cells: readonly Cell[]): Promise<string> {
    const path = this.path(name);
    await writeFile(path, JSON.stringify(notebookOf(cells)));
    return path;
  }

  async read(name: string): Promise<Notebook> {
    return JSON.parse(await readFile(this.path(name), "utf8")) as Notebook;
  }

  /** Runs a program of the tools' environment to its end, in this folder. @param seconds after which it is given up */
  run(program: string, words: readonly string[], seconds = 100): Promise<ToolRun> {
    const path = tools.program(program);
    if (path === undefined) throw new Error(`Expected ${program} but it is not installed: run ${tools.command}`);
    const env = {
      ...process.env,
      PATH: `${dirname(path)}${delimiter}${process.env["PATH"]}`, // as in an activated environment: tools call each other by name
      HOME: this.folder,
      JUPYTER_PATH: this.path("environment/share/jupyter"),
      JUPYTER_CONFIG_DIR: this.path("jupyter/config"),
      JUPYTER_DATA_DIR: this.path("jupyter/data"),
      JUPYTER_RUNTIME_DIR: this.path("jupyter/runtime"),
      IPYTHONDIR: this.path("ipython"),
      NO_COLOR: "1",
    };
    const options = { env, cwd: this.folder, timeout: seconds * 1000, maxBuffer: 2 ** 26 };
    return new Promise((ended) => {
      execFile(path, words, options, (error, stdout, stderr) => {
        const status = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        ended({ status, stdout, stderr: error?.killed ? `${stderr}\nstill ran after ${seconds} s` : stderr });
      });
    });
  }
}

/** The cells as a notebook for the course kernel. */
export function notebookOf(cells: readonly Cell[]): object {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec, language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" } },
    cells: cells.map(({ source, type = "code", metadata = {} }, index) => ({
      id: `cell-${index + 1}`,
      cell_type: type,
      metadata,
      source,
      ...(type === "code" && { execution_count: null, outputs: [] }),
    })),
  };
}
