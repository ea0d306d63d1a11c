import { fork } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { expect, test } from "vitest";
import { startPostgres } from "../../../lib/leaderboard/postgres/index.ts";
import { processLives } from "../../../lib/leaderboard/postgres/postmaster.ts";
import { freshGround, query } from "./support.ts";

const on = freshGround();

test("keeps a random password that only the user may read, and lets nobody in without it", async () => {
  const server = await on.start();
  const file = join(on.folder, "cluster", "password");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const password = (await readFile(file, "utf8")).trim();
  expect(password).toMatch(/^[0-9a-f]{48}$/);
  expect(server.url).toContain(password);
  const stranger = new pg.Client({ connectionString: server.url.replace(password, "wrong") });
  await expect(stranger.connect()).rejects.toThrow("password authentication failed");
});

test("joins a server that runs in the folder, which only its last user stops", async () => {
  const [first, second] = await Promise.all([on.start(), on.start()]);
  expect(second.pid).toBe(first.pid);
  await first.stop();
  expect(await query(second, "select 1 as one")).toEqual([{ one: 1 }]);
  await second.stop();
  expect(processLives(first.pid)).toBe(false);
});

test("takes another port where its own is taken, says so once, and keeps that one", async () => {
  const squatter = createServer();
  await new Promise<void>((listening) => squatter.listen(on.port, "127.0.0.1", listening));
  const said: string[] = [];
  const first = await on.start({ port: on.port, say: (sentence) => said.push(sentence) });
  expect(first.port).not.toBe(on.port);
  expect(said).toEqual([`Port ${on.port} is taken; the database listens on port ${first.port}.`]);
  await first.stop();
  squatter.close();
  expect((await on.start({ say: (sentence) => said.push(sentence) })).port).toBe(first.port);
  expect(said.length).toBe(1);
});

test("sees through a postmaster.pid that names a process which is something else", async () => {
  const first = await on.start();
  const file = join(on.folder, "cluster", "data", "postmaster.pid");
  const lines = await readFile(file, "utf8");
  await first.stop();
  await writeFile(file, lines.replace(String(first.pid), String(process.pid)));
  const second = await on.start();
  expect(await query(second, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("killed while it makes the data folder leaves nothing half-made, and the next start cleans up", async () => {
  const child = fork(join(import.meta.dirname, "owner.ts"), [on.folder, String(on.port)], { execArgv: ["--no-warnings"] });
  const half = async (): Promise<string[]> => (await readdir(on.folder).catch(() => [])).filter((name) => name.endsWith(".part"));
  while ((await half()).length === 0) await sleep(5);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(await half()).toHaveLength(1);
  const server = await on.start();
  expect(await query(server, "select 1 as one")).toEqual([{ one: 1 }]);
  expect((await readdir(on.folder)).toSorted()).toEqual(["cluster", "port", "postgres.log"]);
});

test("works in a folder that only its owner may enter, and leaves the folder's mode alone", async () => {
  await chmod(on.home, 0o700);
  await query(await on.start(), "create table made as select 1");
  expect((await stat(on.home)).mode & 0o777).toBe(0o700);
});

test("says so where the folder can't be made", async () => {
  await writeFile(join(on.home, "file"), "");
  await expect(startPostgres({ folder: join(on.home, "file", "postgres") })).rejects.toMatchObject({
    code: "database-folder-unwritable",
    hint: expect.stringContaining("DESCENT_HOME"),
  });
});

test("says so where the folder holds something else, and touches nothing", async () => {
  await mkdir(join(on.folder, "cluster", "data"), { recursive: true });
  await writeFile(join(on.folder, "cluster", "data", "thesis.txt"), "mine");
  await expect(startPostgres({ folder: on.folder, port: on.port })).rejects.toMatchObject({ code: "database-folder-broken" });
  expect(await readFile(join(on.folder, "cluster", "data", "thesis.txt"), "utf8")).toBe("mine");
});

test("says so where the data are damaged", async () => {
  await (await on.start()).stop();
  await rm(join(on.folder, "cluster", "data", "global", "pg_control"));
  await expect(startPostgres({ folder: on.folder, port: on.port })).rejects.toMatchObject({
    code: "database-folder-broken",
    hint: expect.stringContaining("Move the folder away"),
  });
});

test("says so where the password beside the data was changed", async () => {
  const server = await on.start();
  await writeFile(join(on.folder, "cluster", "password"), "changed\n");
  await expect(startPostgres({ folder: on.folder, port: on.port })).rejects.toMatchObject({ code: "database-password" });
  await server.stop();
});
