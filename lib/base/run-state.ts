import { rm } from "node:fs/promises";
import { readJson, writeAtomically } from "./files.ts";
import { inHome } from "./paths.ts";

/** A process as it was noted: its number may since have gone to another one, which then has another start time. */
export interface ProcessNote {
  readonly pid: number;
  /** When it started, in the words of the operating system. */
  readonly started: string;
}

/** What `npm start` has brought up: kept in `run.json`, so that notebooks and a later start find it. */
export interface RunState {
  /** The process that owns the services. */
  readonly owner: ProcessNote;
  readonly leaderboard?: ProcessNote & { readonly url: string };
  readonly jupyter?: ProcessNote & { readonly url: string };
}

const path = (): string => inHome("run.json");

/** What runs now by the last note of it; undefined where there is none or it can't be read. */
export async function readRunState(): Promise<RunState | undefined> {
  const state = await readJson(path()).catch(() => undefined);
  return typeof state === "object" && state !== null && "owner" in state ? (state as RunState) : undefined;
}

export async function writeRunState(state: RunState): Promise<void> {
  await writeAtomically(path(), `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
}

export async function removeRunState(): Promise<void> {
  await rm(path(), { force: true });
}

/** The leaderboard's address: `DESCENT_LEADERBOARD`, else the one that `run.json` names; undefined where none runs. */
export async function leaderboardUrl(): Promise<string | undefined> {
  return process.env["DESCENT_LEADERBOARD"] || (await readRunState())?.leaderboard?.url;
}
