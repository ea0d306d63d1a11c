import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { leaderboardUrl, readRunState, removeRunState, writeRunState } from "../../lib/base/run-state.ts";

const owner = { pid: 1, started: "7" };
const leaderboard = { pid: 2, started: "8", url: "http://127.0.0.1:7077/" };
let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "descent-run-"));
  vi.stubEnv("DESCENT_HOME", home);
  vi.stubEnv("DESCENT_LEADERBOARD", "");
});
afterEach(() => vi.unstubAllEnvs());

test("what runs is found by a later process until it is taken back", async () => {
  expect(await readRunState()).toBeUndefined();
  await writeRunState({ owner, leaderboard });
  expect(await readRunState()).toEqual({ owner, leaderboard });
  expect(await leaderboardUrl()).toBe(leaderboard.url);
  await removeRunState();
  expect(await leaderboardUrl()).toBeUndefined();
});

test("DESCENT_LEADERBOARD goes before the note", async () => {
  await writeRunState({ owner, leaderboard });
  vi.stubEnv("DESCENT_LEADERBOARD", "http://127.0.0.1:1/");
  expect(await leaderboardUrl()).toBe("http://127.0.0.1:1/");
});

test("a damaged note counts as none", async () => {
  for (const content of ["{", "null", "[]", '{"pid": 3}']) {
    await writeFile(join(home, "run.json"), content);
    expect(await readRunState()).toBeUndefined();
  }
});
