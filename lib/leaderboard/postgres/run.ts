import { spawn } from "node:child_process";

export interface Finished {
  /** Exit status; -1 where a signal ended the program. */
  readonly status: number;
  /** What it printed on both streams. */
  readonly output: string;
}

/**
 * Runs a program of PostgreSQL to its end, with an environment of its own: `PGPORT`, `PGDATA` and the like of the user must not reach
 * it, and its messages must be in English to be understood here.
 *
 * @throws Error where the program can't be started at all
 */
export function run(program: string, parameters: readonly string[], options: { readonly folder: string }): Promise<Finished> {
  const { PATH, SystemRoot } = process.env;
  const env = { LC_ALL: "C", ...(PATH && { PATH }), ...(SystemRoot && { SystemRoot }) };
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { cwd: options.folder, env, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.once("error", reject);
    child.once("close", (status) => resolve({ status: status ?? -1, output }));
  });
}
