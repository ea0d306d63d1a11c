import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { projectRoot } from "../../../lib/base/paths.ts";

let root: string;

// The lock lies in the checkout that holds the script: a copy of the script has a checkout of its own.
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "descent-lock-"));
  await cp(join(projectRoot, "lib/setup/bootstrap"), join(root, "lib/setup/bootstrap"), { recursive: true });
  await cp(join(projectRoot, "package.json"), join(root, "package.json"));
});

/** Takes the lock, says so, holds it for a time, and ends. */
function holder(milliseconds: number) {
  const code = `const { lockSetup } = await import(${JSON.stringify(join(root, "lib/setup/bootstrap/lock.mjs"))});
    lockSetup(); console.log("held"); setTimeout(() => process.exit(), ${milliseconds});`;
  return spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "pipe"] });
}

test("a second set-up waits for the first and says for which process", async () => {
  const first = holder(800);
  await once(first.stdout, "data");
  const second = holder(0);
  let said = "";
  second.stderr.on("data", (text) => {
    said += text;
  });
  let firstEnded = false;
  first.on("exit", () => {
    firstEnded = true;
  });
  await once(second.stdout, "data");
  await pause(50);
  expect(firstEnded).toBe(true);
  expect(said).toContain(`waiting for another set-up of this folder to end (process ${first.pid})`);
});

test("the note of a set-up that was killed is taken over", async () => {
  const killed = holder(60_000);
  await once(killed.stdout, "data");
  killed.kill("SIGKILL");
  await once(killed, "exit");
  expect(await readFile(join(root, ".node/setup.pid"), "utf8")).toBe(String(killed.pid));
  const next = holder(0);
  expect(String(await once(next.stdout, "data"))).toBe("held\n");
});

test("so is an empty note, left by a crash in the middle of writing it", async () => {
  await mkdir(join(root, ".node"));
  await writeFile(join(root, ".node/setup.pid"), "");
  const next = holder(0);
  expect(String(await once(next.stdout, "data"))).toBe("held\n");
});
