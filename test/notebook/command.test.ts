import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { buildCommand } from "../../lib/notebook/index.ts";

let folder = "";
let said = { stdout: "", stderr: "" };
const folders = () => ({ from: join(folder, "solutions"), to: join(folder, "notebooks"), definitions: folder });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "descent-build-"));
  await mkdir(join(folder, "solutions"));
  await writeFile(join(folder, "solutions/00-first.ts"), "// %%\n1;\n");
  said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    vi.spyOn(process[stream], "write").mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    });
  }
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

test("says what it wrote, and that all is up to date the second time", async () => {
  expect(await buildCommand(folders())).toBe(0);
  expect(said.stderr).toMatch(/^wrote .*00-first\.ipynb\n$/);
  said.stderr = "";
  expect(await buildCommand(folders())).toBe(0);
  expect(said).toEqual({ stdout: "", stderr: "1 notebook up to date\n" });
});

test("a check that finds a difference ends with 1 and names the mend, and as JSON says it to programs", async () => {
  expect(await buildCommand({ ...folders(), check: true, json: true })).toBe(1);
  expect(said.stderr).toMatch(/00-first\.ipynb is missing\nnpx descent notebooks build writes what is missing or differs/);
  expect(JSON.parse(said.stdout)).toMatchObject({ written: [], stale: [{ reason: "missing" }] });
});
