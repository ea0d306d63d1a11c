import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { type RunState, readRunState } from "../../lib/base/run-state.ts";
import { newHome } from "../support/home.ts";
import { testWith } from "../support/parts.ts";
import { descent, processesOf, RunningCommand } from "../support/start.ts";

const running: RunningCommand[] = [];
const words = ["start", "--headless", "--json"];

function run(home: string, command = descent(...words), env: NodeJS.ProcessEnv = {}): RunningCommand {
  const started = new RunningCommand(command, home, env);
  running.push(started);
  return started;
}

afterEach(async () => {
  for (const command of running.splice(0)) {
    command.child.kill("SIGINT");
    await command.ended;
  }
});

/** Waits until no process of that home is left. @returns those that are there after 15 s */
async function left(home: string): Promise<number[]> {
  for (let waited = 0; waited < 150 && processesOf(home).length > 0; waited++) await pause(100);
  return processesOf(home);
}

const answers = (url: unknown): Promise<boolean> => fetch(String(url)).then((answer) => answer.ok);

/** Makes an identity on the leaderboard. @returns its token */
async function newIdentity(leaderboard: unknown): Promise<string> {
  const answer = await fetch(new URL("/api/identities", String(leaderboard)), {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  return ((await answer.json()) as { token: string }).token;
}

/** The status of a request that only a known identity may make. */
async function whoAmI(leaderboard: unknown, token: string): Promise<number> {
  const url = new URL("/api/competitions/savanna/pictures", String(leaderboard));
  return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status;
}

describe("npm start", () => {
  testWith("python")("brings up notebooks and leaderboard, prints their addresses, and leaves no process after Ctrl-C", async () => {
    const home = await newHome();
    const start = run(home);
    const { jupyter, leaderboard } = await start.event("ready");
    expect(await answers(jupyter)).toBe(true);
    expect(await answers(leaderboard)).toBe(true);
    expect((await fetch(new URL("/api/contents", String(jupyter)))).status).toBe(403); // no entry without the token
    expect(start.events.filter(({ event }) => event === "url")).toEqual([
      { event: "url", service: "jupyter", url: jupyter },
      { event: "url", service: "leaderboard", url: leaderboard },
    ]);
    expect(processesOf(home).length).toBeGreaterThanOrEqual(3);
    start.child.kill("SIGINT");
    expect(await start.ended).toBe(0);
    expect(await left(home)).toEqual([]);
  });

  testWith("python")("after kill -9 a new start finds everything again, and the old services are gone", async () => {
    const home = await newHome();
    const first = run(home);
    const before = await first.event("ready");
    const token = await newIdentity(before["leaderboard"]);
    const noted = JSON.parse(await readFile(join(home, "run.json"), "utf8")) as RunState;
    first.child.kill("SIGKILL");
    await first.ended;
    const second = run(home);
    const after = await second.event("ready");
    expect(await answers(after["jupyter"])).toBe(true);
    // The identity made before the kill is still known.
    expect(await whoAmI(after["leaderboard"], token)).toBe(200);
    const gone = [noted.owner.pid, noted.jupyter?.pid, noted.leaderboard?.pid];
    expect(processesOf(home).filter((pid) => gone.includes(pid))).toEqual([]);
    second.child.kill("SIGINT");
    expect(await second.ended).toBe(0);
    expect(await left(home)).toEqual([]);
  });

  testWith("python")("a second start says that the first runs, and where", async () => {
    const home = await newHome();
    const first = run(home);
    const ready = await first.event("ready");
    const second = run(home);
    expect(await second.ended).toBe(0);
    expect(second.stderr).toContain("running already");
    expect(await second.event("ready")).toEqual(ready);
    const stop = run(home, descent("stop"));
    expect(await stop.ended).toBe(0);
    expect(await first.ended).toBe(0);
    expect(await left(home)).toEqual([]);
  });

  test("without JupyterLab the leaderboard comes up all the same, and the mend is named", async () => {
    const home = await newHome();
    const start = run(home, descent(...words), { CONDA_PREFIX: home, CONDA_DEFAULT_ENV: "descent" }); // an environment in which nothing is installed
    const ready = await start.event("ready");
    expect(ready).not.toHaveProperty("jupyter");
    expect(await answers(ready["leaderboard"])).toBe(true);
    expect(start.events).toContainEqual(
      expect.objectContaining({ id: "jupyter", status: "failed", problem: expect.objectContaining({ code: "jupyter-missing" }) }),
    );
    expect(start.stderr).toContain("npm run setup");
  });

  test("ports that are taken are passed over", async () => {
    const home = await newHome();
    const taken: Server[] = [];
    const hold = (port: number): Promise<number> =>
      new Promise((settle, failed) => {
        const server = createServer().listen(port, "127.0.0.1", () => settle((server.address() as { port: number }).port));
        server.on("error", failed);
        taken.push(server);
      });
    const port = await hold(0);
    const start = run(home, descent(...words), {
      DESCENT_LEADERBOARD_PORT: String(port),
      CONDA_PREFIX: home,
      CONDA_DEFAULT_ENV: "descent",
    });
    const ready = await start.event("ready");
    expect(new URL(String(ready["leaderboard"])).port).not.toBe(String(port));
    expect(await answers(ready["leaderboard"])).toBe(true);
    for (const server of taken) server.close();
  });

  test("the note of what runs is readable by its owner only and gone after the stop", async () => {
    const home = await newHome();
    process.env["DESCENT_HOME"] = home;
    const start = run(home, descent(...words), { CONDA_PREFIX: home, CONDA_DEFAULT_ENV: "descent" });
    await start.event("ready");
    expect((await readRunState())?.owner.pid).toBe(start.child.pid);
    start.child.kill("SIGTERM");
    expect(await start.ended).toBe(0);
    expect(await readRunState()).toBeUndefined();
    delete process.env["DESCENT_HOME"];
  });

  for (const [signal, when] of [
    ["SIGINT", "ready"],
    ["SIGKILL", "ready"],
    ["SIGTERM", "setup"],
  ] as const) {
    test(`a ${signal} to npm alone, at the first event ${when}, ends everything under it`, async () => {
      const home = await newHome();
      const npm = run(home, ["npm", "--silent", "start", "--", ...words.slice(1)], { CONDA_PREFIX: home, CONDA_DEFAULT_ENV: "descent" });
      await npm.event(when);
      npm.child.kill(signal);
      await npm.ended;
      expect(await left(home)).toEqual([]);
    });
  }
});
