import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildNotebooks } from "../../lib/notebook/index.ts";

let folder = "";
const folders = () => ({ from: join(folder, "solutions"), to: join(folder, "notebooks"), definitions: join(folder, "exercises") });
const write = (path: string, text: string) => writeFile(join(folder, path), text);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "descent-build-"));
  for (const name of ["solutions", "exercises"]) await mkdir(join(folder, name));
  await write("solutions/00-first.ts", "// %% [markdown]\n// # First\n");
});
afterEach(() => rm(folder, { recursive: true }));

const posed = '// %% {"descent":{"exercise":"00-1"}}\n// BEGIN SOLUTION\n1 + 1;\n// END SOLUTION\n';

test("writes a notebook for every source, and nothing the second time", async () => {
  const first = await buildNotebooks(folders());
  expect(first.written).toEqual([join(folder, "notebooks/00-first.ipynb")]);
  const path = join(folder, "notebooks/00-first.ipynb");
  const before = await stat(path);
  const second = await buildNotebooks(folders());
  expect([second.written, second.unchanged.length]).toEqual([[], 1]);
  expect((await stat(path)).mtimeMs).toBe(before.mtimeMs);
  expect(JSON.parse(await readFile(path, "utf8")).cells[0].source).toEqual(["# First"]);
});

test("with check writes nothing and names notebooks that are missing, differ or have no source", async () => {
  await buildNotebooks(folders());
  await write("solutions/00-first.ts", "// %% [markdown]\n// # Changed\n");
  await write("solutions/01-second.ts", "// %%\n1;\n");
  await write("notebooks/99-orphan.ipynb", "{}");
  const { stale } = await buildNotebooks({ ...folders(), check: true });
  expect(stale.map(({ notebook, reason }) => [notebook.split("/").at(-1), reason])).toEqual([
    ["00-first.ipynb", "differs from its source"],
    ["01-second.ipynb", "missing"],
    ["99-orphan.ipynb", "has no source"],
  ]);
  expect(await readdir(join(folder, "notebooks"))).toEqual(["00-first.ipynb", "99-orphan.ipynb"]);
});

test("writes no notebook at all where one source has a mistake", async () => {
  await write("solutions/01-second.ts", "// %%\n// BEGIN SOLUTION\n");
  await expect(buildNotebooks(folders())).rejects.toThrow("solutions/01-second.ts:2: This solution region never ends");
  await expect(readdir(join(folder, "notebooks"))).rejects.toThrow("ENOENT");
});

test("refuses an exercise that no definition judges, and a definition that no cell poses", async () => {
  await write("solutions/00-first.ts", posed);
  await expect(buildNotebooks(folders())).rejects.toThrow("solutions/00-first.ts:1: No check is defined for exercise 00-1");
  await write("solutions/00-first.ts", '// %%\nawait exercise("00-7").hint();\n');
  await expect(buildNotebooks(folders())).rejects.toThrow("solutions/00-first.ts:2: No check is defined for exercise 00-7");
  await write("solutions/00-first.ts", "// %%\n1;\n");
  await write("exercises/00-first.ts", 'export default { name: "00-first", exercises: { "00-9": {} } };');
  await expect(buildNotebooks(folders())).rejects.toThrow("defines exercise 00-9, which no cell of this script poses");
});

test("refuses a definition file that exports no course", async () => {
  await write("exercises/00-first.ts", "export default {};");
  await expect(buildNotebooks(folders())).rejects.toThrow(/exercises\/00-first\.ts:1: Expected a default export with exercises/);
});
