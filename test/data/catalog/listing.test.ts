import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { projectRoot } from "../../../lib/base/index.ts";
import { readCatalog } from "../../../lib/data/catalog/index.ts";
import { checkFolder, formatListing, parseListing, readListing, wrongFiles } from "../../../lib/data/catalog/listing.ts";
import { temporaryFolder } from "./home.ts";

const files = { "a/one.txt": "one", "a/two.txt": "two!", "b/three.txt": "three" };
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const listing = new Map(Object.entries(files).map(([path, text]) => [path, sha256(text)]));
const bytes = Object.values(files).join("").length;

async function folderOfFiles(): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

test("a listing is what sha256sum reads and writes", async () => {
  const folder = await folderOfFiles();
  const words = Object.keys(files);
  expect(formatListing(listing)).toBe(execFileSync("sha256sum", words, { cwd: folder, encoding: "utf8" }));
});

test("a listing that is written and read again is the same", () => {
  const paths = fc.stringMatching(/^[a-z0-9_ ()é-]{1,12}(\/[a-z0-9_. -]{0,3}[a-z]){0,3}$/);
  const listings = fc.uniqueArray(paths, { maxLength: 20 });
  fc.assert(
    fc.property(listings, (names) => {
      const written = new Map(names.map((name) => [name, sha256(name)]));
      expect(parseListing(formatListing(written), "toys")).toEqual(new Map([...written].sort(([a], [b]) => (a < b ? -1 : 1))));
    }),
  );
});

test.each(["abc  file.txt", `${"0".repeat(64)} file.txt`, `${"0".repeat(64)}  ../file.txt`, `${"0".repeat(64)}  /etc/passwd`])(
  "a line that is none of a listing, or leads out, is named: %s",
  (line) => expect(() => parseListing(`${"1".repeat(64)}  good.txt\n${line}\n`, "toys")).toThrow("Expected line 2 of toys to be"),
);

test("a quick look tells a whole folder, a missing one, missing files and other lengths", async () => {
  const folder = await folderOfFiles();
  await writeFile(join(folder, "more.txt"), "what else lies there does not matter");
  expect(await checkFolder(folder, listing, bytes)).toEqual({ is: "good" });
  expect(await checkFolder(join(folder, "nowhere"), listing)).toEqual({ is: "missing" });
  await writeFile(join(folder, "a/one.txt"), "one more");
  expect(await checkFolder(folder, listing, bytes)).toEqual({ is: "damaged", reason: "should have 12 bytes in its files but has 17" });
  await rm(join(folder, "b/three.txt"));
  expect(await checkFolder(folder, listing)).toEqual({ is: "damaged", reason: "lacks 1 of 3 files, such as b/three.txt" });
});

test("reading all files names the wrong ones, each with its reason", async () => {
  const folder = await folderOfFiles();
  let seen = 0;
  expect(await wrongFiles(folder, listing, { onFile: () => seen++ })).toEqual([]);
  expect(seen).toBe(3);
  await writeFile(join(folder, "a/two.txt"), "two?");
  await rm(join(folder, "a/one.txt"));
  expect(await wrongFiles(folder, listing)).toEqual([
    { path: "a/one.txt", reason: "is missing" },
    { path: "a/two.txt", reason: expect.stringMatching(/^has SHA-256 \w+… in place of \w+…$/) },
  ]);
});

test("every listing that the catalog names is there, with as many files, and no other", async () => {
  const folders = readCatalog().flatMap((entry) => entry.folders);
  const named = new Set(folders.flatMap(({ listing, archive }) => [listing, archive?.listing]).filter((name) => name !== undefined));
  expect(readdirSync(join(projectRoot, "datasets", "listings")).sort()).toEqual([...named].map((name) => `${name}.sha256`).sort());
  for (const { listing, files } of folders) if (listing) expect((await readListing(listing)).size).toBe(files);
});
