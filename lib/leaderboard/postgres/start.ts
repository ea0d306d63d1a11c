import { mkdir, readFile, realpath, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { writeAtomically } from "../../base/files.ts";
import { messageOf, Problem } from "../../base/problem.ts";
import { type Account, accountFor } from "./account.ts";
import { type PostgresPrograms, postgresPrograms } from "./binaries.ts";
import { clusterPaths, ensureCluster } from "./cluster.ts";
import { freePort } from "./free-port.ts";
import { joinUsers, type Membership, serverUrl } from "./membership.ts";
import { findPostmaster, processLives } from "./postmaster.ts";
import { databaseProblem } from "./reason.ts";

export interface PostgresOptions {
  /** Folder for the data, the password and the log; made where it is missing. */
  readonly folder: string;
  /** Port to try first; else the one used last. */
  readonly port?: number;
  /** Told what a person may want to know, such as a port that was taken. */
  readonly say?: (sentence: string) => void;
  /** Called when the server goes away without having been stopped here. */
  readonly onLost?: () => void;
}

/** A running PostgreSQL server that listens at 127.0.0.1 only. */
export interface Postgres {
  /** `postgresql://…` with the password: a secret. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Gives the server up; the last of its users to do so stops it. */
  stop(): Promise<void>;
}

const firstPort = 54329;
const patience = 60_000; // ms; recovery after a crash of a class's database takes seconds

/**
 * Starts PostgreSQL on a folder, or joins the server that runs there already.
 *
 * A server outlives a killed owner, and the next start adopts it. Whoever uses a server holds a shared lock in it, which the database
 * itself drops when a user dies: so the last one to stop knows that it is the last, and stops the server.
 *
 * @throws Problem with a code that begins with `database-`, its message and its mend
 */
export async function startPostgres({ folder: wantedFolder, port, say, onLost }: PostgresOptions): Promise<Postgres> {
  const programs = await postgresPrograms();
  const folder = await makeFolder(wantedFolder);
  const paths = clusterPaths(folder);
  const account = await accountFor(paths.data);
  const password = await ensureCluster(folder, programs, account);
  const deadline = Date.now() + patience;
  let printed = "";
  while (Date.now() < deadline) {
    const running = await findPostmaster(paths.data);
    if (!running) {
      const free = await choosePort(paths.port, { port, say });
      printed = await launch(folder, { programs, account, port: free });
      if (printed !== "" && !passing.test(printed) && !(await findPostmaster(paths.data))) throw databaseProblem(folder, printed);
      if (printed !== "") await sleep(200);
      continue;
    }
    const url = serverUrl(running.port, password);
    const membership = await joinUsers(url, onLost);
    if (!membership) {
      await sleep(100);
      continue;
    }
    await writeAtomically(paths.port, `${running.port}\n`);
    return { url, ...running, stop: stopper(membership, () => halt(folder, { programs, account, pid: running.pid })) };
  }
  throw databaseProblem(folder, printed || `the server did not answer within ${patience / 1000} s`);
}

/** Failures that pass: the port was taken meanwhile, another start holds the folder, a dead server's last children still end. */
const passing = /Address already in use|lock file .* already exists|pre-existing shared memory block|another server might be running/i;

async function makeFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return await realpath(folder);
  } catch (error) {
    throw databaseProblem(folder, messageOf(error));
  }
}

async function choosePort(path: string, { port, say }: { port: number | undefined; say: PostgresOptions["say"] }): Promise<number> {
  const wanted = port ?? (Number(await readFile(path, "utf8").catch(() => "")) || firstPort);
  const free = await freePort([wanted]);
  if (free !== wanted) say?.(`Port ${wanted} is taken; the database listens on port ${free}.`);
  return free;
}

/** Starts the server; what it printed where that failed, else the empty text. */
async function launch(
  folder: string,
  { programs, account, port }: { programs: PostgresPrograms; account: Account; port: number },
): Promise<string> {
  const { data, log } = clusterPaths(folder);
  const before = (await stat(log).catch(() => undefined))?.size ?? 0;
  // `--timeout`: pg_ctl comes back while a long recovery still runs, which the caller then waits for.
  const started = await account.run(
    programs.pg_ctl,
    ["start", "--wait", "--timeout=20", `--pgdata=${data}`, `--log=${log}`, `--options=-p ${port}`],
    folder,
  );
  if (started.status === 0) return "";
  const logged = (await readFile(log).catch(() => Buffer.alloc(0))).subarray(before).toString("utf8");
  return `${started.output}\n${logged}`;
}

/** Ends the server: connections are cut, what was acknowledged is on disk. */
async function halt(
  folder: string,
  { programs, account, pid }: { programs: PostgresPrograms; account: Account; pid: number },
): Promise<void> {
  const { data } = clusterPaths(folder);
  const stopped = await account.run(programs.pg_ctl, ["stop", "--wait", "--mode=fast", `--pgdata=${data}`], folder);
  if (stopped.status !== 0 && (await findPostmaster(data))) {
    throw new Problem("database-stop", `The database in ${folder} did not stop: ${stopped.output.trim()}`, {
      hint: "It goes on running, and the next start joins it.",
    });
  }
  // pg_ctl comes back when the server has let go of the folder, which is shortly before its process ends.
  for (let wait = 0; wait < 100 && processLives(pid); wait++) await sleep(20);
}

function stopper(membership: Membership, haltServer: () => Promise<void>): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    if (await membership.leave()) await haltServer();
  };
  return () => {
    stopping ??= stop();
    return stopping;
  };
}
