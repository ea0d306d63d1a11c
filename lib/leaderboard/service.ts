import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { inHome } from "../base/paths.ts";
import { messageOf, Problem } from "../base/problem.ts";
import { type Postgres, startPostgres } from "./postgres/index.ts";
import { defaultPort, type Leaderboard, startLeaderboard } from "./server.ts";

/** What the service says to whoever started it, once: over IPC, else as a line of JSON on stdout. */
export type ServiceMessage =
  | { readonly type: "ready"; readonly url: string; readonly databaseUrl: string }
  | { readonly type: "problem"; readonly code: string; readonly message: string; readonly hint: string };

const say = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

function tell(message: ServiceMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(message, () => resolve());
    else process.stdout.write(`${JSON.stringify(message)}\n`, () => resolve());
  });
}

/** The database, kept alive: a server that was killed is started again, at the same address, for the leaderboard goes on using that. */
class KeptDatabase {
  #server: Promise<Postgres> | undefined;
  #closing = false;

  async url(): Promise<string> {
    return process.env["DATABASE_URL"] || (await this.#start()).url;
  }

  #start(): Promise<Postgres> {
    this.#server = startPostgres({ folder: inHome("postgres"), say, onLost: () => this.#restart().catch(fail) });
    return this.#server;
  }

  async #restart(): Promise<void> {
    if (this.#closing) return;
    say("The database went away; starting it again.");
    const before = await this.#server;
    const after = await this.#start();
    if (after.url === before?.url) return;
    throw new Problem("database-moved", `The database came back on port ${after.port}, for another program took its own.`, {
      hint: "Start again: the leaderboard then finds it there. Nothing that was acknowledged is lost.",
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    const server = await this.#server?.catch(() => undefined);
    await server?.stop();
  }
}

const database = new KeptDatabase();
let leaderboard: Promise<Leaderboard> | undefined;
let ending = false;

/** Ends all that was started, in the reverse order. */
async function end(status: number): Promise<void> {
  if (ending) return;
  ending = true;
  await (await leaderboard?.catch(() => undefined))?.close();
  await database.close();
  process.exit(status);
}

async function fail(error: unknown): Promise<void> {
  if (ending) return;
  const problem =
    error instanceof Problem
      ? error
      : new Problem("leaderboard-start", `The leaderboard did not start: ${messageOf(error)}`, {
          hint: `Look into ${inHome("logs", "leaderboard.log")}.`,
        });
  await tell({ type: "problem", ...problem.toJSON() });
  await end(1);
}

async function serve(): Promise<void> {
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => end(0));
  process.on("disconnect", () => end(0)); // whoever started this is gone
  const log = inHome("logs", "leaderboard.log");
  await mkdir(dirname(log), { recursive: true });
  const databaseUrl = await database.url();
  const port = Number(process.env["DESCENT_LEADERBOARD_PORT"] || defaultPort);
  leaderboard = startLeaderboard({ databaseUrl, port, log, say });
  await tell({ type: "ready", url: (await leaderboard).url, databaseUrl });
}

if (import.meta.main) serve().catch(fail);
