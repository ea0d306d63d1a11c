import { chmod, chown, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accountFor } from "../../../lib/leaderboard/postgres/account.ts";
import { temporaryFolder } from "../support.ts";

let home: string;
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(() => rm(home, { recursive: true, force: true }));

test.skipIf(process.platform === "win32")("runs a program that only this user may reach, never as root, and changes no modes", async () => {
  const folder = join(home, "private");
  const program = join(folder, "program");
  await mkdir(folder, { mode: 0o700 });
  // What PostgreSQL does to itself: it asks access(2) whether its program may be run.
  await writeFile(program, '#!/bin/sh\nid -u\ntest -x "$0" && cat "$1" && echo runs\n');
  await writeFile(join(folder, "secret"), "secret\n", { mode: 0o600 });
  await chmod(program, 0o700);
  const account = await accountFor(join(home, "none"));
  const { status, output } = await account.run(program, [join(folder, "secret")], folder);
  expect([status, output.split("\n").slice(1)]).toEqual([0, ["secret", "runs", ""]]);
  expect(output.split("\n")[0]).not.toBe("0");
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(program)).mode & 0o777).toBe(0o700);
});

test.skipIf(process.getuid?.() !== 0)("as root runs as the owner of data that are there already", async () => {
  const data = join(home, "data");
  await mkdir(data);
  await chown(data, 12345, 12345);
  const { output } = await (await accountFor(data)).run("id", ["-u"], home);
  expect(output).toBe("12345\n");
});
