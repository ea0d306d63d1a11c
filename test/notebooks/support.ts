import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { projectRoot } from "../../lib/base/paths.ts";
import { type KernelName, type NotebookRun, runNotebook } from "../../lib/kernel/index.ts";
import { toNotebook } from "../../lib/notebook/index.ts";
import { startLeaderboardService } from "../../lib/setup/leaderboard-service.ts";
import { newHome } from "../support/home.ts";

/** The names of all notebooks' sources, such as `03-build-cnn`. */
export async function sourceNames(): Promise<readonly string[]> {
  const files = await readdir(join(projectRoot, "solutions"));
  return files.filter((file) => file.endsWith(".ts")).map((file) => file.slice(0, -3));
}

/** The text of a notebook's source. */
export async function sourceText(name: string): Promise<string> {
  return readFile(join(projectRoot, "solutions", `${name}.ts`), "utf8");
}

export interface ExecuteOptions {
  /** With them in, or as learners get it. */
  readonly solutions: boolean;
  /** The course kernel unless told. */
  readonly kernel?: KernelName;
}

/** Executes a notebook on a real kernel. */
export async function execute(name: string, { solutions, kernel = "tslab" }: ExecuteOptions): Promise<NotebookRun> {
  return runNotebook(toNotebook(await sourceText(name), { name, solutions }), { folder: join(projectRoot, "notebooks"), kernel });
}

/** For the tests of this file: a leaderboard of their own, in a home of their own. Variables of the environment reach the kernels. */
export function withLeaderboard(budget: "quick" | "full"): void {
  const before = { ...process.env };
  let stop = async (): Promise<void> => {};
  beforeAll(async () => {
    const home = await newHome();
    Object.assign(process.env, { DESCENT_HOME: home, DESCENT_BUDGET: budget });
    const service = await startLeaderboardService();
    process.env["DESCENT_LEADERBOARD"] = service.url;
    stop = async () => {
      await service.stop();
      await rm(home, { recursive: true, force: true });
    };
  });
  afterAll(async () => {
    await stop();
    process.env = before;
  });
}
