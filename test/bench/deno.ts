import { globSync } from "node:fs";
import { messageOf, Problem } from "../../lib/base/index.ts";
import { inHome } from "../../lib/base/paths.ts";
import { runProgram } from "../../lib/setup/commands.ts";
import { runStep } from "../../lib/setup/report.ts";

const version = "2.9.6";

/** Deno lies in a folder of its own, named for its version, so that another version is another folder. */
const folder = (): string => inHome(`deno-${version}`);

/** Deno's program as its npm package brings it; undefined where `npm run bench:peers` has not brought it. */
export function denoProgram(): string | undefined {
  return globSync("node_modules/@deno/*/deno{,.exe}", { cwd: folder() }).map((path) => `${folder()}/${path}`)[0];
}

/** Brings Deno, whose Jupyter kernel the benchmark `kernel` has as a peer. @returns the exit code: 0 there or done, 1 failed */
export async function installDeno(command: string): Promise<number> {
  const outcome = await runStep({
    id: "deno",
    title: "Deno for the benchmark of kernels (about 100 MB)",
    done: async () => denoProgram() !== undefined,
    run: async () => {
      try {
        const words = ["install", "--prefix", folder(), "--no-save", "--no-package-lock", "--ignore-scripts", `deno@${version}`];
        await runProgram(process.platform === "win32" ? "npm.cmd" : "npm", words, "deno-install");
        return version;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        throw new Problem(error.code, messageOf(error), { hint: error.hint.replaceAll("npm run setup", command), cause: error });
      }
    },
  });
  return outcome.status === "failed" ? 1 : 0;
}
