import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Competition } from "../../lib/leaderboard/index.ts";
import { type Leaderboard, type LeaderboardOptions, type Postgres, startLeaderboard, startPostgres } from "../../lib/leaderboard/index.ts";
import { freePort } from "../../lib/leaderboard/postgres/index.ts";

/** A folder for the state of one test file. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "descent-leaderboard-"));
}

/** Six hidden pictures of two classes: small enough to write predictions by hand. */
export const coins: Competition = {
  id: "coins",
  title: "Coins",
  dataset: "coins",
  split: "test",
  classes: ["heads", "tails"],
  metric: "accuracy",
  pictures: 6,
  limits: { perDay: 3 },
  async testSet() {
    return { ids: ["a", "b", "c", "d", "e", "f"], labels: [0, 1, 0, 1, 0, 1] };
  },
  hidden: { size: 8, pictures: async (seed) => Array.from({ length: 6 }, (_, index) => Buffer.from(`${index} ${seed.length}`)) },
};

/** The same as a practice board without pictures of its own, and with room for many submissions. */
export const practice: Competition = {
  id: "practice",
  title: "Practice coins",
  dataset: "practice",
  split: "test",
  classes: coins.classes,
  metric: "accuracy",
  pictures: 6,
  limits: { perDay: 1000 },
  practice: "Everyone has the labels.",
  testSet: coins.testSet,
};

export const ids = ["a", "b", "c", "d", "e", "f"];

/** Predictions with so many of the six right. */
export const right = (count: number): number[] => [0, 1, 0, 1, 0, 1].map((label, index) => (index < count ? label : 1 - label));

/** PostgreSQL with a leaderboard on it, in a temporary folder. */
export interface Stage {
  readonly folder: string;
  readonly postgres: Postgres;
  readonly leaderboard: Leaderboard;
  close(): Promise<void>;
}

export async function stage(options: Partial<LeaderboardOptions> = {}): Promise<Stage> {
  const folder = await temporaryFolder();
  const postgres = await startPostgres({ folder: join(folder, "postgres"), port: await freePort([]) });
  const leaderboard = await startLeaderboard({ databaseUrl: postgres.url, port: 0, competitions: [coins, practice], ...options });
  return {
    folder,
    postgres,
    leaderboard,
    async close() {
      await leaderboard.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Answer {
  readonly status: number;
  // What a server answers is looked at field by field.
  readonly body: Record<string, unknown>;
}

/** Sends JSON (or text as it is) by POST; without a body asks by GET. */
export async function call(url: string, { body, token }: { body?: unknown; token?: string } = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** A new identity's token. */
export async function newcomer(url: string, name?: string): Promise<string> {
  const { body } = await call(`${url}api/identities`, { body: name === undefined ? {} : { name } });
  return String(body["token"]);
}

/** Submits to a board of the stage. */
export function submit(url: string, token: string, fields: Record<string, unknown> = {}): Promise<Answer> {
  const { board = "coins", ...rest } = fields;
  return call(`${url}api/competitions/${board}/submissions`, {
    token,
    body: { key: crypto.randomUUID(), ids, predictions: right(6), ...rest },
  });
}
