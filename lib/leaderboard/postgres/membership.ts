import pg from "pg";
import { Problem } from "../../base/problem.ts";
import { role } from "./cluster.ts";

/** One user's place among those of a database server. */
export interface Membership {
  /** Gives the place up: true where nobody else is left, and then nobody new gets in either. */
  leave(): Promise<boolean>;
}

/** Number of the advisory lock that the users of a server share. Any number will do; it must only be the same for all. */
const lock = 7_308_332;

/** The address of the server that listens at a port. */
export function serverUrl(port: number, password: string): string {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/postgres`;
}

/**
 * Takes a place among the users of the server: a shared lock on a connection that is kept open.
 *
 * @param onLost called when the connection ends before `leave`
 * @returns undefined where the server does not take connections now: it starts, or ends
 * @throws Problem `database-password` where it refuses the password
 */
export async function joinUsers(url: string, onLost?: () => void): Promise<Membership | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, application_name: "descent keeper" });
  let left = false;
  client.on("error", () => {
    // "end" follows and says all there is to say.
  });
  try {
    await client.connect();
    await client.query("select pg_advisory_lock_shared($1)", [lock]);
  } catch (error) {
    await client.end().catch(() => undefined);
    if ((error as pg.DatabaseError).code === "28P01") {
      throw new Problem("database-password", "The database refuses the password that lies beside it.", {
        hint: "Was the file cluster/password changed? Put the old one back, or move the folder away to start with an empty database.",
        cause: error,
      });
    }
    return undefined;
  }
  client.once("end", () => {
    if (!left) onLost?.();
  });
  return {
    async leave() {
      left = true;
      try {
        await client.query("select pg_advisory_unlock_shared($1)", [lock]);
        const { rows } = await client.query<{ last: boolean }>("select pg_try_advisory_lock($1) as last", [lock]);
        if (rows[0]?.last === true) return true; // the connection stays, and with it the lock that keeps others out
        await client.end();
        return false;
      } catch {
        return true; // the server is gone or broken: there is nobody to take it from
      }
    },
  };
}
