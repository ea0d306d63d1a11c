import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { processLives } from "../../../lib/leaderboard/postgres/postmaster.ts";
import { freshGround, query } from "./support.ts";

const on = freshGround();

/** A process of its own that starts the server and waits to be killed. */
async function owner(): Promise<{ child: ChildProcess; pid: number }> {
  const child = fork(join(import.meta.dirname, "owner.ts"), [on.folder, String(on.port)], { execArgv: ["--no-warnings"] });
  const [pid] = await once(child, "message");
  return { child, pid: Number(pid) };
}

const gone = async (pid: number): Promise<void> => {
  while (processLives(pid)) await sleep(20);
};

test("starts in an empty folder, keeps data over a stop, speaks UTF-8, and listens at 127.0.0.1 only", async () => {
  const first = await on.start();
  expect(await query(first, "show server_encoding")).toEqual([{ server_encoding: "UTF8" }]);
  expect(await query(first, "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  await query(first, "create table kept as select 'Zoë' as name");
  await first.stop();
  expect(processLives(first.pid)).toBe(false);
  const second = await on.start({});
  expect(second.url).toBe(first.url);
  expect(await query(second, "select name from kept")).toEqual([{ name: "Zoë" }]);
});

test("adopts the server of an owner that was killed, and stops it at the end", async () => {
  const { child, pid } = await owner();
  child.kill("SIGKILL");
  await once(child, "exit");
  const adopted = await on.start();
  expect(adopted.pid).toBe(pid);
  await adopted.stop();
  expect(processLives(pid)).toBe(false);
});

test("starts again after the server itself was killed, with all that was acknowledged, and tells its user of the loss", async () => {
  let lost = (): void => {};
  const told = new Promise<void>((resolve) => {
    lost = resolve;
  });
  const first = await on.start({ port: on.port, onLost: lost });
  await query(first, "create table kept as select 42 as answer");
  process.kill(first.pid, "SIGKILL");
  await told;
  await gone(first.pid);
  const second = await on.start();
  expect(second.pid).not.toBe(first.pid);
  expect(await query(second, "select answer from kept")).toEqual([{ answer: 42 }]);
});
