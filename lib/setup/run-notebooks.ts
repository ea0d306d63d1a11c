import { messageOf, Problem } from "../base/problem.ts";
import { type RunFilesOptions, runFiles } from "../kernel/run.ts";
import { anyLeaderboard } from "./leaderboard-service.ts";

/**
 * `descent run`: executes notebooks, with a leaderboard for them to submit to: the one that runs, else one for the time of the run.
 *
 * @returns the exit code
 */
export async function runNotebooks(paths: readonly string[], options: RunFilesOptions): Promise<number> {
  const leaderboard = await anyLeaderboard().catch((thrown: unknown) => {
    const hint = thrown instanceof Problem ? ` ${thrown.hint}` : "";
    process.stderr.write(`No leaderboard for this run: ${messageOf(thrown)}${hint}\n`);
    return undefined;
  });
  if (leaderboard) process.env["DESCENT_LEADERBOARD"] = leaderboard.url;
  try {
    return await runFiles(paths, options);
  } finally {
    await leaderboard?.stop();
  }
}
