import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { projectRoot } from "../../lib/base/paths.ts";
import { freePort } from "../../lib/leaderboard/postgres/index.ts";
import { processLives } from "../../lib/leaderboard/postgres/postmaster.ts";
import type { ServiceMessage } from "../../lib/leaderboard/service.ts";
import { call, newcomer, temporaryFolder } from "./support.ts";

const program = join(projectRoot, "lib/leaderboard/service.ts");
let home: string;
let env: Record<string, string | undefined>;
const children = new Set<ChildProcess>();

beforeEach(async () => {
  home = await temporaryFolder();
  env = { ...process.env, DESCENT_HOME: home, DESCENT_LEADERBOARD_PORT: String(await freePort([])), DATABASE_URL: "" };
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill();
      await once(child, "exit");
    }
  }
  children.clear();
  await rm(home, { recursive: true, force: true });
});

async function service(): Promise<{ child: ChildProcess; message: ServiceMessage }> {
  const child = fork(program, [], { env, execArgv: ["--no-warnings"], stdio: ["ignore", "ignore", "ignore", "ipc"] });
  children.add(child);
  const [message] = await once(child, "message");
  return { child, message: message as ServiceMessage };
}

function urlOf(message: ServiceMessage): string {
  if (message.type !== "ready") throw new Error(message.message);
  return message.url;
}

const postmaster = async (): Promise<number> =>
  Number((await readFile(join(home, "postgres/cluster/data/postmaster.pid"), "utf8")).split("\n")[0]);

/** A submission to savanna with all classes 0, for the ids that the server gives. */
async function submission(url: string, token: string): Promise<Record<string, unknown>> {
  const { body } = await call(`${url}api/competitions/savanna/pictures`, { token });
  const ids = (body["pictures"] as { id: string }[]).map(({ id }) => id);
  return { key: crypto.randomUUID(), ids, predictions: ids.map(() => 0) };
}

test.each(["SIGTERM", "SIGINT"] as const)("says over IPC that it is ready, and ends with its database on %s", async (signal) => {
  const { child, message } = await service();
  const url = urlOf(message);
  expect((await call(`${url}api/competitions`)).status).toBe(200);
  const database = await postmaster();
  child.kill(signal);
  expect(await once(child, "exit")).toEqual([0, null]);
  expect(processLives(database)).toBe(false);
  await expect(fetch(url)).rejects.toThrow();
});

test("ends with its database when whoever started it is gone", async () => {
  const { child } = await service();
  const database = await postmaster();
  child.disconnect();
  expect(await once(child, "exit")).toEqual([0, null]);
  expect(processLives(database)).toBe(false);
});

test("prints one line of JSON where there is no IPC", async () => {
  const child = spawn(process.execPath, ["--no-warnings", program], { env, stdio: ["ignore", "pipe", "inherit"] });
  children.add(child);
  const [line] = await once(child.stdout, "data");
  expect(JSON.parse(String(line))).toMatchObject({ type: "ready", url: `http://127.0.0.1:${env["DESCENT_LEADERBOARD_PORT"]}/` });
});

test("says what is wrong where it can't start, and ends with status 1", async () => {
  await writeFile(join(home, "postgres"), "in the way");
  const { child, message } = await service();
  expect(message).toMatchObject({ type: "problem", code: "database-folder-unwritable", hint: expect.any(String) });
  if (child.exitCode === null) await once(child, "exit");
  expect(child.exitCode).toBe(1);
});

test("killed and started again has lost nothing that it acknowledged, and serves the same pictures", async () => {
  const first = await service();
  const url = urlOf(first.message);
  const token = await newcomer(url, "Survivor");
  const body = await submission(url, token);
  const answer = await call(`${url}api/competitions/savanna/submissions`, { token, body });
  expect(answer.status).toBe(200);
  const database = await postmaster();
  first.child.kill("SIGKILL");
  await once(first.child, "exit");

  const second = await service();
  const again = urlOf(second.message);
  expect(await postmaster()).toBe(database); // adopted, not fought
  expect(await call(`${again}api/competitions/savanna/submissions`, { token, body })).toEqual(answer);
  expect((await submission(again, token))["ids"]).toEqual(body["ids"]);
  expect((await call(`${again}api/competitions/savanna/board`)).body["rows"]).toMatchObject([{ name: "Survivor" }]);
  second.child.kill();
  await once(second.child, "exit");
  expect(processLives(database)).toBe(false);
});

test("brings a killed database back, with every submission that was acknowledged", async () => {
  const { message } = await service();
  const url = urlOf(message);
  const acknowledged: string[] = [];
  const one = await submission(url, await newcomer(url));
  const killed = await postmaster();
  for (let number = 0; number < 40; number++) {
    const name = `Sender ${number}`;
    const created = await call(`${url}api/identities`, { body: { name } });
    const sent = call(`${url}api/competitions/savanna/submissions`, { token: String(created.body["token"]), body: one });
    if (number === 20) process.kill(killed, "SIGKILL"); // while that one is on its way
    if ((await sent).status === 200) acknowledged.push(name);
    else await sleep(200);
  }
  const { body } = await call(`${url}api/competitions/savanna/board`);
  const names = new Set((body["rows"] as { name: string }[]).map(({ name }) => name));
  expect(acknowledged.filter((name) => !names.has(name))).toEqual([]);
  expect(acknowledged).toContain("Sender 39"); // it went on after the kill
  expect(await postmaster()).not.toBe(killed);
});
