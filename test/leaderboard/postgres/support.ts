import { rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach } from "vitest";
import { freePort, type Postgres, type PostgresOptions, startPostgres } from "../../../lib/leaderboard/postgres/index.ts";
import { temporaryFolder } from "../support.ts";

/** For each test of a file a folder, a port, and servers that are stopped at its end. */
export interface Ground {
  /** Made by the test, not shared with others; holds `folder`. */
  home: string;
  /** Where PostgreSQL is to keep its data; not there yet. */
  folder: string;
  port: number;
  start(options?: Omit<PostgresOptions, "folder">): Promise<Postgres>;
}

/** Prepares the ground anew before each test. */
export function freshGround(): Ground {
  const running = new Set<Postgres>();
  const ground: Ground = {
    home: "",
    folder: "",
    port: 0,
    async start(options = { port: ground.port }) {
      const server = await startPostgres({ folder: ground.folder, ...options });
      running.add(server);
      return server;
    },
  };
  beforeEach(async () => {
    ground.home = await temporaryFolder();
    ground.folder = join(ground.home, "postgres");
    ground.port = await freePort([]);
  });
  afterEach(async () => {
    for (const server of running) await server.stop();
    running.clear();
    await rm(ground.home, { recursive: true, force: true });
  });
  return ground;
}

/** The rows that a question gets. */
export async function query(server: Postgres, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}
