import { type RunState, readRunState, removeRunState } from "../base/run-state.ts";
import { endProcess, stillRuns } from "./processes.ts";

/** The start that runs now, or undefined where none does. */
export async function runningStart(): Promise<RunState | undefined> {
  const state = await readRunState();
  return state && (await stillRuns(state.owner)) ? state : undefined;
}

/**
 * Ends what `run.json` names: a running start and its services, or what one that was killed has left behind.
 *
 * @returns how many processes were still there
 */
export async function stopAll(): Promise<number> {
  const state = await readRunState();
  if (!state) return 0;
  const noted = [state.owner, state.jupyter, state.leaderboard].filter((note) => note !== undefined);
  const running = (await Promise.all(noted.map(async (note) => ((await stillRuns(note)) ? [note] : [])))).flat();
  // The owner first: it ends its services in order, and does not take their end for a fault.
  for (const note of running) await endProcess(note, note === state.owner ? 30 : 10);
  await removeRunState();
  return running.length;
}
