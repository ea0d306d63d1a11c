import { join } from "node:path";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { messageOf, Problem } from "../../base/problem.ts";

/** The leaderboard's database, through drizzle. */
export type Database = NodePgDatabase;

export interface Connection {
  readonly database: Database;
  close(): Promise<void>;
}

const migrations = join(import.meta.dirname, "../migrations");
/** Advisory lock under which one process at a time brings the tables up to date. */
const migrationLock = 7_308_331;

/**
 * Connects to a PostgreSQL server and brings its tables up to date.
 *
 * @throws Problem `database-unreachable` where it can't
 */
export async function connect(url: string): Promise<Connection> {
  const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 5000, max: 20, application_name: "descent leaderboard" });
  // A connection that breaks also fails the query that uses it, which then says so; the pool drops it, and the next query opens another.
  // Without listeners Node would end the process. The pool listens to its idle connections only, so those in use need one of their own.
  const ignore = (): void => {};
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  try {
    await bringUpToDate(pool);
  } catch (cause) {
    await pool.end();
    throw new Problem("database-unreachable", `The database does not work: ${messageOf(cause)}`, {
      hint: "Is the PostgreSQL server that DATABASE_URL names running, and may this user make tables there?",
      cause,
    });
  }
  return { database: drizzle(pool), close: () => pool.end() };
}

async function bringUpToDate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [migrationLock]);
    await migrate(drizzle(client), { migrationsFolder: migrations });
    await client.query("select pg_advisory_unlock($1)", [migrationLock]);
    client.release();
  } catch (error) {
    client.release(true); // the connection ends, and the lock with it
    throw error;
  }
}
