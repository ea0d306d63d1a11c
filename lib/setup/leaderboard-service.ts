import { fork } from "node:child_process";
import { openSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { inHome, projectRoot } from "../base/paths.ts";
import { Problem } from "../base/problem.ts";
import { leaderboardUrl } from "../base/run-state.ts";
import { endProcess, noteProcess } from "./processes.ts";
import type { Service } from "./service.ts";

type Message =
  | { readonly type: "ready"; readonly url: string }
  | { readonly type: "problem"; readonly code: string; readonly message: string; readonly hint: string };

/**
 * Starts the leaderboard and, unless `DATABASE_URL` is set, its PostgreSQL, in a process of its own that ends when this one does.
 *
 * @throws Problem where it could not come up
 */
export async function startLeaderboardService(): Promise<Service> {
  await mkdir(inHome("logs"), { recursive: true });
  const log = openSync(inHome("logs", "leaderboard-service.log"), "a");
  // A group of its own: Ctrl-C in the terminal reaches only the start, which then stops its services in order.
  const child = fork(join(projectRoot, "lib/leaderboard/service.ts"), [], {
    detached: true,
    execArgv: ["--no-warnings"],
    stdio: ["ignore", log, log, "ipc"],
  });
  const ended = new Promise<void>((settle) => child.once("exit", () => settle()));
  const message = await new Promise<Message>((answer) => {
    child.once("message", (first) => answer(first as Message));
    void ended.then(() => answer(gone));
  });
  if (message.type === "problem" || child.pid === undefined) {
    child.kill();
    const { code, message: text, hint } = message.type === "problem" ? message : gone;
    throw new Problem(code, text, { hint });
  }
  const note = await noteProcess(child.pid);
  return { url: message.url, process: note, ended, stop: () => endProcess(note) };
}

const gone = {
  type: "problem",
  code: "leaderboard-ended",
  message: "The leaderboard ended before it was ready.",
  hint: `Its last words are in ${inHome("logs", "leaderboard-service.log")}.`,
} as const;

/** The leaderboard that answers already, else one started for the caller, who stops it at the end. */
export async function anyLeaderboard(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const url = await leaderboardUrl();
  const answers =
    url &&
    (await fetch(new URL("/api/competitions", url), { signal: AbortSignal.timeout(3000) }).then(
      (answer) => answer.ok,
      () => false,
    ));
  return answers ? { url, stop: async () => {} } : startLeaderboardService();
}
