import { mkdir, mkdtemp, readdir, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { readJson, writeAtomically } from "../../lib/base/files.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "descent-files-"));
});

test("a file is written whole, with missing folders and the wanted permissions", async () => {
  const path = join(folder, "a/b/secret.json");
  await writeAtomically(path, "{}", { mode: 0o600 });
  expect(await readFile(path, "utf8")).toBe("{}");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("a write that fails leaves the old file and no temporary one", async () => {
  const path = join(folder, "taken");
  await mkdir(join(path, "full"), { recursive: true }); // a folder that is not empty can't be replaced by a file
  await expect(writeAtomically(path, "new")).rejects.toThrow();
  expect(await readdir(folder)).toEqual(["taken"]);
});

test("many writers at once leave one of the contents, never a mixture", async () => {
  const path = join(folder, "busy");
  const contents = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
  await Promise.all(contents.map((content) => writeAtomically(path, content)));
  expect(contents).toContain(await readFile(path, "utf8"));
  expect(await readdir(folder)).toEqual(["busy"]);
});

test("readJson gives undefined for no file and throws for what is no JSON", async () => {
  expect(await readJson(join(folder, "none.json"))).toBeUndefined();
  await writeAtomically(join(folder, "broken.json"), "{");
  await expect(readJson(join(folder, "broken.json"))).rejects.toThrow(SyntaxError);
});
