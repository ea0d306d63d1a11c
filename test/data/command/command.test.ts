import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { projectRoot } from "../../../lib/base/index.ts";
import { readCatalog } from "../../../lib/data/catalog/index.ts";
import { getCommand, listCommand, verifyCommand, whereCommand } from "../../../lib/data/command/index.ts";
import { testWith } from "../../support/parts.ts";
import { faultyServer, silentAfter, status, whole } from "../catalog/faulty-server.ts";
import { content, emptyHome, toyCatalog } from "../catalog/home.ts";

/** What a command printed and how it ended. */
async function run(command: () => Promise<number>): Promise<{ code: number; out: string; err: string }> {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    const code = await command();
    return { code, out: out.mock.calls.map(([text]) => text).join(""), err: err.mock.calls.map(([text]) => text).join("") };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

const nowhere = toyCatalog("http://127.0.0.1:9/file.bin");

/** `npx descent data …` */
function cli(...words: string[]): { code: number | null; out: string; err: string } {
  const {
    status: code,
    stdout,
    stderr,
  } = spawnSync(process.execPath, ["lib/cli.ts", "data", ...words], { cwd: projectRoot, encoding: "utf8" });
  return { code, out: stdout, err: stderr };
}

describe("data list", () => {
  test("has a row for each data set: title, size, licence, and where it is", async () => {
    const home = await emptyHome();
    expect((await run(() => listCommand({ catalog: nowhere }))).out).toMatch(/\ntoys +Toys +300\.0 kB +CC0 +–\n/);
    await mkdir(join(home, "cache", "toys"), { recursive: true });
    await writeFile(join(home, "cache", "toys", "file.bin"), content);
    expect((await run(() => listCommand({ catalog: nowhere }))).out).toMatch(/\ntoys .* cache\n/);
    await writeFile(join(home, "cache", "toys", "file.bin"), content.subarray(1));
    expect((await run(() => listCommand({ catalog: nowhere }))).out).toMatch(/\ntoys .* damaged\n/);
  });

  test("is one JSON document on stdout, and nothing else there", () => {
    const { code, out } = cli("list", "--json");
    expect(code).toBe(0);
    const rows = JSON.parse(out) as { id: string; licence: string; here: string }[];
    expect(rows.map(({ id }) => id)).toEqual(readCatalog().map(({ id }) => id));
    expect(rows.every(({ licence, here }) => licence !== "" && here !== "")).toBe(true);
  });
});

describe("data get", () => {
  test("brings a data set and prints its paths; its licence and authors are for people", async () => {
    const home = await emptyHome();
    const server = await faultyServer(content, whole);
    const { code, out, err } = await run(() => getCommand(["toys"], { catalog: toyCatalog(server.url) }));
    expect([code, out]).toEqual([0, `${join(home, "cache", "toys", "file.bin")}\n`]);
    expect(err).toContain("Toys: CC0. nobody, never");
  });

  test("names what can't be had, brings the rest, and ends with 1", async () => {
    await emptyHome();
    const bad = await faultyServer(content, status(404));
    const good = await faultyServer(content, whole);
    const [toys] = toyCatalog(bad.url);
    const [more] = toyCatalog(good.url);
    const catalog = [toys, { ...more, id: "more" }] as ReturnType<typeof toyCatalog>;
    const { code, out, err } = await run(() => getCommand(["toys", "more"], { catalog, json: true }));
    const events = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(code).toBe(1);
    expect(events).toEqual([
      expect.objectContaining({ event: "problem", id: "toys", code: "not-found" }),
      expect.objectContaining({ event: "here", id: "more", name: "file.bin" }),
    ]);
    expect(err).toContain("toys/file.bin could not be had");
  });

  test("leaves out what is optional, and says so, unless all is asked for", async () => {
    await emptyHome();
    const server = await faultyServer(content, whole);
    const [toys] = toyCatalog(server.url);
    const catalog = [{ ...toys, files: toys?.files.map((file) => ({ ...file, optional: true })) }] as ReturnType<typeof toyCatalog>;
    const little = await run(() => getCommand(["toys"], { catalog }));
    expect([little.code, little.out]).toEqual([0, ""]);
    expect(little.err).toContain("Left out, unless --all is given: file.bin");
    expect((await run(() => getCommand(["toys"], { catalog, all: true }))).out).toContain("file.bin");
  });

  /** A process of its own that gets the toys. */
  function getter(url: string): ChildProcess {
    const module = pathToFileURL(join(projectRoot, "lib/data/command/index.ts")).href;
    const script = `
      import { getCommand, untilInterrupted } from ${JSON.stringify(module)};
      const catalog = ${JSON.stringify(toyCatalog(url))};
      await untilInterrupted((signal) => getCommand(["toys"], { catalog, signal })).catch((error) => {
        console.log(error.code);
        process.exitCode = 1;
      });`;
    return spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "ignore"] });
  }

  test.runIf(process.platform !== "win32")("ends cleanly at Ctrl-C, and the next one goes on from there", async () => {
    const home = await emptyHome();
    const server = await faultyServer(content, silentAfter(40_000), whole);
    const child = getter(server.url);
    let out = "";
    child.stdout?.on("data", (text) => {
      out += text;
    });
    const folder = join(home, "cache", "toys");
    const size = async (): Promise<number> => (await readFile(join(folder, `file.bin.${child.pid}-1.part`, "bytes"))).length;
    await expect.poll(() => size().catch(() => 0), { timeout: 10_000 }).toBe(40_000);
    child.kill("SIGINT");
    const [code] = await once(child, "close");
    expect([code, out.trim()]).toEqual([1, "stopped"]);
    expect(await readdir(folder)).toEqual(["file.bin.free.part"]);
    await run(() => getCommand(["toys"], { catalog: toyCatalog(server.url) }));
    expect(server.requests[1]?.range).toBe("bytes=40000-");
  });
});

describe("data verify", () => {
  test("reads what is here, and names the wrong file with wanted and got", async () => {
    const home = await emptyHome();
    const path = join(home, "cache", "toys", "file.bin");
    await mkdir(join(home, "cache", "toys"), { recursive: true });
    await writeFile(path, content);
    const good = await run(() => verifyCommand(["toys"], { catalog: nowhere }));
    expect([good.code, good.out, good.err]).toEqual([0, "", "toys: 1 file, all good\n"]);
    await writeFile(path, content.toReversed());
    const wrong = await run(() => verifyCommand([], { catalog: nowhere }));
    expect(wrong.code).toBe(1);
    expect(wrong.out).toContain(`${path} has the right length (300.0 kB) but SHA-256`);
    await writeFile(path, content.subarray(0, 10));
    expect((await run(() => verifyCommand([], { catalog: nowhere }))).out).toContain(`${path} should have 300,000 bytes but has 10`);
  });

  test("ends with 1 where a data set that was named is not here, and with 0 where none was named", async () => {
    await emptyHome();
    const named = await run(() => verifyCommand(["toys"], { catalog: nowhere }));
    expect([named.code, named.err]).toEqual([1, "toys is not here: npx descent data get toys brings it\n"]);
    expect((await run(() => verifyCommand([], { catalog: nowhere, json: true }))).out).toBe("[]\n");
  });

  testWith("datasets")("finds the mirror's folders of many files good", () => {
    const { code, out } = cli("verify", "monkey-species", "penguins", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([
      { id: "monkey-species", files: 1368, wrong: [] },
      { id: "penguins", files: 2, wrong: [] },
    ]);
  });
});

describe("data where", () => {
  test("prints the paths of what is here, and ends with 1 where nothing is", async () => {
    const home = await emptyHome();
    const none = await run(() => whereCommand("toys", { catalog: nowhere }));
    expect([none.code, none.out, none.err]).toEqual([1, "", "Not here: file.bin. npx descent data get toys brings it.\n"]);
    const path = join(home, "cache", "toys", "file.bin");
    await mkdir(join(home, "cache", "toys"), { recursive: true });
    await writeFile(path, content);
    expect(await run(() => whereCommand("toys", { catalog: nowhere }))).toEqual({ code: 0, out: `${path}\n`, err: "" });
    const json = await run(() => whereCommand("toys", { catalog: nowhere, json: true }));
    expect(JSON.parse(json.out)).toEqual([{ name: "file.bin", kind: "file", in: "cache", path }]);
  });
});

test("an unknown id is wrong usage: 2, with the nearest id", () => {
  const { code, out, err } = cli("where", "mnits", "--json");
  expect(code).toBe(2);
  expect(JSON.parse(out)).toMatchObject({ event: "problem", code: "usage-unknown-dataset" });
  expect(err).toContain("Did you mean mnist?");
  expect(cli("get").code).toBe(2);
});
