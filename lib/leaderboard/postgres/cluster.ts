import { randomBytes } from "node:crypto";
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../base/problem.ts";
import type { Account } from "./account.ts";
import type { PostgresPrograms } from "./binaries.ts";
import { processLives } from "./postmaster.ts";
import { databaseProblem } from "./reason.ts";

/** The one role of the database, owner of all in it. */
export const role = "descent";

/** Where things lie in a folder that PostgreSQL keeps its data in. */
export function clusterPaths(folder: string): { cluster: string; data: string; password: string; log: string; port: string } {
  const cluster = join(folder, "cluster");
  return {
    cluster,
    data: join(cluster, "data"),
    password: join(cluster, "password"),
    log: join(folder, "postgres.log"),
    port: join(folder, "port"),
  };
}

/**
 * The password of the database cluster in a folder, which is made where there is none yet.
 *
 * Data and password are made under a temporary name and renamed together, so a kill at any time leaves a whole cluster or none, and of
 * two that make it at once the second takes the first's.
 *
 * @throws Problem where the folder can't hold a cluster
 */
export async function ensureCluster(folder: string, programs: PostgresPrograms, account: Account): Promise<string> {
  const { cluster, password } = clusterPaths(folder);
  const existing = await readFile(password, "utf8").catch(() => undefined);
  if (existing) return existing.trim();
  const temporary = join(folder, `cluster.${process.pid}.${randomBytes(4).toString("hex")}.part`);
  try {
    await removeLeftovers(folder);
    await makeCluster(temporary, programs, account);
    await rename(temporary, cluster).catch(async (error: NodeJS.ErrnoException) => {
      const others = await readFile(password, "utf8").catch(() => undefined);
      if (!others) throw error.code === "ENOTEMPTY" ? new Error("missing files: the cluster has no password", { cause: error }) : error;
    });
    return (await readFile(password, "utf8")).trim();
  } catch (error) {
    throw databaseProblem(folder, messageOf(error));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function makeCluster(into: string, programs: PostgresPrograms, account: Account): Promise<void> {
  const data = join(into, "data");
  const password = join(into, "password");
  await mkdir(data, { recursive: true, mode: 0o700 });
  await writeFile(password, `${randomBytes(24).toString("hex")}\n`, { mode: 0o600 });
  if (account.owner) await chown(data, account.owner.user, account.owner.group);
  const made = await account.run(
    programs.initdb,
    [
      `--pgdata=${data}`,
      `--username=${role}`,
      "--auth=scram-sha-256",
      `--pwfile=${password}`,
      "--encoding=UTF8",
      // PostgreSQL's own locale sorts alike on every machine, whatever locales the system has.
      ...["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
      ...["--set=listen_addresses=127.0.0.1", "--set=unix_socket_directories="],
    ],
    into,
  );
  if (made.status !== 0) throw new Error(made.output);
}

/** Removes half-made clusters of processes that are gone. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const maker = /^cluster\.(\d+)\.\w+\.part$/.exec(name)?.[1];
    if (maker && !processLives(Number(maker))) await rm(join(folder, name), { recursive: true, force: true });
  }
}
