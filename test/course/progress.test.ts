import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { updateProgress } from "../../lib/course/progress.ts";

let home = "";
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "descent-home-"));
  vi.stubEnv("DESCENT_HOME", home);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(home, { recursive: true });
});

test("no attempt is lost where several notebooks check at once", async () => {
  const program = `
    import { updateProgress } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, "../../lib/course/progress.ts")).href)};
    const again = (before) => ({ ...before, attempts: before.attempts + 1 });
    await Promise.all(Array.from({ length: 10 }, () => updateProgress("03-1", again)));`;
  const processes = [1, 2, 3].map(() =>
    spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", program], { stdio: "inherit" }),
  );
  const codes = await Promise.all(processes.map(async (child) => (await once(child, "exit"))[0]));
  expect(codes).toEqual([0, 0, 0]);
  expect(JSON.parse(await readFile(join(home, "progress.json"), "utf8"))["03-1"].attempts).toBe(30);
});

test("a lock that a killed process left behind does not hold anyone up", async () => {
  const lock = join(home, "progress.json.lock");
  await mkdir(lock);
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(lock, longAgo, longAgo);
  const { progress, note } = await updateProgress("03-1", (before) => ({ ...before, hints: 1 }));
  expect([progress.hints, note]).toEqual([1, undefined]);
});
