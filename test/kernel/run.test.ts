import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Notebook } from "../../lib/notebook/index.ts";
import { newHome } from "../support/home.ts";
import { testWith } from "../support/parts.ts";

interface Ran {
  readonly code: number | null;
  readonly stderr: string;
  readonly events: readonly Record<string, unknown>[];
}

/** `runFiles` in a process of its own, as the command line calls it. */
async function run(paths: readonly string[], options: object, during?: (pid: number, stderr: string) => void): Promise<Ran> {
  const child = spawn(process.execPath, ["--no-warnings", join(import.meta.dirname, "run-files.ts"), JSON.stringify({ paths, options })], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DESCENT_HOME: await newHome() },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  child.stderr.on("data", (text) => {
    stderr += text;
    during?.(child.pid ?? 0, stderr);
  });
  const [code] = await once(child, "close");
  const events = stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
  return { code, stderr, events };
}

async function folderWith(cells: readonly (string | { source: string; tags: string[] })[]): Promise<{ folder: string; path: string }> {
  const folder = await mkdtemp(join(tmpdir(), "descent-run-"));
  const path = join(folder, "sample.ipynb");
  const notebook = {
    cells: cells.map((cell, index) => ({
      cell_type: "code",
      id: `c${index}`,
      metadata: typeof cell === "string" ? {} : { tags: cell.tags },
      source: typeof cell === "string" ? cell : cell.source,
      outputs: [],
      execution_count: null,
    })),
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  };
  await writeFile(path, JSON.stringify(notebook));
  return { folder, path };
}

const readNotebook = async (path: string): Promise<Notebook> => JSON.parse(await readFile(path, "utf8"));

test("a notebook is executed in its own folder, told cell by cell, and written elsewhere", async () => {
  const { folder, path } = await folderWith([
    "import { readFileSync } from 'fs';\nreadFileSync('data.txt', 'utf8')",
    "console.log('second')",
  ]);
  await writeFile(join(folder, "data.txt"), "from the folder");
  const before = await readFile(path, "utf8");
  const output = join(folder, "out");
  const { code, stderr, events } = await run([path], { output, json: true });
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(/✓ 1\/2 .*import.*\n✓ 2\/2 .*console\.log/);
  expect(events.map(({ event, state }) => state ?? event)).toEqual(["begin", "end", "begin", "end", "written", "done"]);
  expect(await readFile(path, "utf8")).toBe(before);
  const { cells } = await readNotebook(join(output, "sample.ipynb"));
  expect(cells[0]).toMatchObject({
    execution_count: 1,
    outputs: [{ output_type: "execute_result", data: { "text/plain": ["'from the folder'"] } }],
  });
});

test("the first failing cell ends the run with 1 and is named; what ran is written; an expected error is not one", async () => {
  const { folder, path } = await folderWith([
    { source: "throw new Error('meant')", tags: ["raises-exception"] },
    "1",
    "const n: any = null; n.x",
    "2",
  ]);
  const { code, stderr, events } = await run([path], { inPlace: true, json: true });
  expect(code).toBe(1);
  expect(stderr).toContain("sample failed in cell 3 (c2): TypeError: Cannot read properties of null");
  expect(events.find(({ event }) => event === "failed")).toMatchObject({ failed: { index: 2, id: "c2", ename: "TypeError" } });
  const { cells } = await readNotebook(join(folder, "sample.ipynb"));
  expect(cells.map((cell) => (cell.cell_type === "code" ? cell.outputs.map((output) => output.output_type) : []))).toEqual([
    ["error"],
    ["execute_result"],
    ["error"],
    [],
  ]);
});

test("a process that a cell ends and a cell that takes too long are told as such", async () => {
  const dying = await folderWith(["process.exit(3)"]);
  const slow = await folderWith(["console.log('begins'); await new Promise(() => {})"]);
  const { code, stderr } = await run([dying.path, slow.path], { timeout: 9 });
  expect(code).toBe(1);
  expect(stderr).toContain("ProcessExit: The process that runs the cells was ended with code 3, as by process.exit(3)");
  expect(stderr).toContain("CellTimeout: The cell took longer than 9.0 s");
});

test("Ctrl-C interrupts the cell, writes what ran, and leaves no kernel", async () => {
  const { folder, path } = await folderWith(["console.log(process.pid)", "await new Promise(() => {})", "1"]);
  let sent = false;
  const { code, stderr } = await run([path], { output: join(folder, "out") }, (pid, told) => {
    if (sent || !told.includes("✓ 1/3")) return;
    sent = true;
    setTimeout(() => process.kill(pid, "SIGINT"), 500);
  });
  expect(code).toBe(1);
  expect(stderr).toContain("failed in cell 2 (c1): KeyboardInterrupt");
  const [first] = (await readNotebook(join(folder, "out/sample.ipynb"))).cells;
  const kernel = Number(first?.cell_type === "code" && first.outputs[0]?.["text"]);
  expect(kernel).toBeGreaterThan(1);
  expect(() => process.kill(kernel, 0)).toThrow("ESRCH");
});

test("a percent script runs with its solutions in, named with or without its ending", async () => {
  const folder = await mkdtemp(join(tmpdir(), "descent-run-"));
  await mkdir(join(folder, "scripts"));
  await writeFile(join(folder, "scripts/01-sum.ts"), "// %% [markdown]\n// # Sum\n\n// %%\nconst one = 1;\n\n// %%\none + 1;\n");
  const { code, stderr } = await run([join(folder, "scripts/01-sum")], { output: join(folder, "out") });
  expect(code, stderr).toBe(0);
  expect(stderr).toContain("✓ 1/2");
  expect(JSON.stringify(await readNotebook(join(folder, "out/01-sum.ipynb")))).toContain('"text/plain":["2"]');
});

test("wrong usage ends with 2 and says what to do", async () => {
  const folder = await mkdtemp(join(tmpdir(), "descent-run-"));
  const named = async (name: string, content: string): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const cut = await named("cut.ipynb", '{"cells": [');
  const old = await named("old.ipynb", '{"nbformat": 3, "worksheets": []}');
  const empty = await named("empty.ipynb", '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}');
  const other = await named("other.txt", "");
  const { code, stderr, events } = await run([join(folder, "none"), cut, old, empty, other], { json: true });
  expect(code).toBe(2);
  expect(events.map((event) => event["code"])).toEqual([
    "no-notebook",
    "not-a-notebook",
    "not-a-notebook",
    "empty-notebook",
    "not-a-notebook",
  ]);
  expect(stderr).toContain("Name one of the files in notebooks/ or solutions/");
  expect((await run([cut], { kernel: "python3" })).code).toBe(2);
  expect((await run([cut], { timeout: -1 })).stderr).toContain("Expected the timeout to be a number of seconds above 0 but got -1");
});

test("the same notebook runs on stock tslab", async () => {
  const { folder, path } = await folderWith([
    "const a = 1;\nconsole.log(a + 1)",
    { source: "throw new Error('meant')", tags: ["raises-exception"] },
    "console.log('on')",
    "nothing.here",
  ]);
  const { code, stderr } = await run([path], { kernel: "tslab-stock", output: join(folder, "out") });
  expect(code).toBe(1);
  expect(stderr).toContain("✓ 3/4");
  expect(stderr).toContain("Cannot find name 'nothing'");
});

testWith("python")("a web page is written beside the executed notebook", async () => {
  const { folder, path } = await folderWith([
    "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>shown</b>', 'text/plain': 'shown' }) })",
  ]);
  const { code, stderr } = await run([path], { output: join(folder, "out"), html: true });
  expect(code, stderr).toBe(0);
  expect(existsSync(join(folder, "out/sample.html"))).toBe(true);
  expect(await readFile(join(folder, "out/sample.html"), "utf8")).toContain("<b>shown</b>");
});
