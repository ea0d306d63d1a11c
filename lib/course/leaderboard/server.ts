import { setTimeout as sleep } from "node:timers/promises";
import { cellSignal } from "../../base/cell.ts";
import { Problem } from "../../base/problem.ts";
import { leaderboardUrl } from "../../base/run-state.ts";

/** The address of the leaderboard that runs, with a slash at its end. @throws Problem `leaderboard-none` */
export async function serverUrl(): Promise<string> {
  const url = await leaderboardUrl();
  if (url) return url.endsWith("/") ? url : `${url}/`;
  throw new Problem("leaderboard-none", "No leaderboard is running.", {
    hint: "Start it with npm start in the project's folder, or set DESCENT_LEADERBOARD to the address of one that runs elsewhere.",
  });
}

export interface Question {
  /** Sent as JSON by POST; without it the question is a GET. */
  readonly body?: unknown;
  readonly token?: string;
}

const waits = [0.2, 0.5, 1, 2, 3]; // seconds before each new attempt: a database that was killed is back within them
const patience = 60_000; // ms for one answer; drawing a hidden test set takes seconds

/**
 * Asks the leaderboard, and again where the connection breaks or its database is away. So what is asked must be such that twice is no
 * harm: a submission carries a key for that.
 *
 * @throws Problem as the server words it, or `leaderboard-silent` where none answers
 */
export async function ask<T>(server: string, path: string, { body, token }: Question = {}): Promise<T> {
  const stop = cellSignal();
  let last: unknown;
  for (const wait of [0, ...waits]) {
    await sleep(wait * 1000, undefined, stop && { signal: stop });
    try {
      const response = await fetch(new URL(path, server), {
        method: body === undefined ? "GET" : "POST",
        headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { "content-type": "application/json" }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.any([AbortSignal.timeout(patience), ...(stop ? [stop] : [])]),
      });
      const answer: unknown = await response.json();
      if (response.ok) return answer as T;
      const problem = problemFrom(answer, response.status);
      if (problem.code !== "database-away") throw problem;
      last = problem;
    } catch (error) {
      stop?.throwIfAborted();
      if (error instanceof Problem) throw error;
      last = error;
    }
  }
  if (last instanceof Problem) throw last;
  throw new Problem("leaderboard-silent", `No leaderboard answers at ${server}`, {
    hint: "Is npm start still running? If it was restarted, its address may have changed: restart the notebook's kernel.",
    cause: last,
  });
}

/** A failure in the server's own words; a server that words none is not a leaderboard. */
function problemFrom(answer: unknown, status: number): Problem {
  const { code, message, hint } = Object(answer);
  if (typeof code === "string" && typeof message === "string" && typeof hint === "string") return new Problem(code, message, { hint });
  return new Problem("leaderboard-strange", `What answers there is not this course's leaderboard: it said HTTP ${status}.`, {
    hint: "Check DESCENT_LEADERBOARD.",
  });
}
