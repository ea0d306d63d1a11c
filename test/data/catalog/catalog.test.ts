import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readCatalog } from "../../../lib/data/catalog/index.ts";
import { temporaryFolder, toyCatalog } from "./home.ts";

async function catalogOf(content: unknown): Promise<string> {
  const path = join(await temporaryFolder(), "catalog.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

test("the project's catalog has Fashion-MNIST, each file pinned and with its address, its licence and its authors", () => {
  const entry = readCatalog().find(({ id }) => id === "fashion-mnist");
  expect(entry).toMatchObject({ licence: "MIT", citation: expect.stringContaining("Xiao") });
  expect(entry?.files.map(({ name }) => name)).toContain("t10k-labels-idx1-ubyte.gz");
  for (const { name, bytes, sha256, url } of entry?.files ?? []) {
    expect(bytes).toBeGreaterThan(1000);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(url).toContain(name);
  }
});

test("a data set's id comes once", () => {
  const ids = readCatalog().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each([
  ["a checksum that is none", { files: [{ name: "x", url: "http://127.0.0.1/x", bytes: 1, sha256: "abc" }] }, "/0/files/0/sha256"],
  ["an address that is none", { files: [{ name: "x", url: "file:///etc/passwd" }] }, "/0/files/0/url"],
  ["a file outside its folder", { files: [{ name: "../x", bytes: 1, sha256: "0".repeat(64) }] }, "/0/files/0/name"],
  ["no licence", { licence: "" }, "/0/licence"],
])("a catalog with %s is refused, and the place is named", async (_what, change, place) => {
  const path = await catalogOf([{ ...toyCatalog("http://127.0.0.1/x")[0], ...change }]);
  expect(() => readCatalog(path)).toThrow(`is wrong at ${place}`);
});

test("a catalog that is not JSON, or not there, is named", async () => {
  const path = await catalogOf("[{");
  expect(() => readCatalog(path)).toThrow(`The catalog of data sets ${path} can't be read`);
  expect(() => readCatalog(`${path}.gone`)).toThrow("ENOENT");
});
