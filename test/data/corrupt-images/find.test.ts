import { readdirSync, readFileSync } from "node:fs";
import { rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { findCorruptImages } from "../../../lib/data/corrupt-images/index.ts";
import { imageFolder } from "../../../lib/data/image-folder/index.ts";
import { displaySymbol } from "../../../lib/plot/index.ts";
import { kinds, temporaryFolder } from "../temporary-folder.ts";

const jpeg = readFileSync(join(kinds, "baseline-420.jpg"));
const cell = Symbol.for("descent.cell");
afterEach(() => vi.unstubAllGlobals());

const damaged = () =>
  temporaryFolder({
    "a/good.jpg": jpeg,
    "a/cut.jpg": jpeg.subarray(0, 800),
    "b/empty.png": "",
    "b/page.jpg": "<!DOCTYPE html>",
    "b/good.webp": readFileSync(join(kinds, "lossy.webp")),
    "b/really-png.JPG": readFileSync(join(kinds, "plain.png")),
    "b/notes.txt": "left alone",
  });

test("finds what can't be decoded and says why; what is odd stands apart", async () => {
  const folder = await damaged();
  const report = await findCorruptImages(folder);
  expect(report.corrupt).toMatchObject([
    { id: "a/cut.jpg", path: join(folder, "a/cut.jpg"), bytes: 800, reason: expect.stringContaining("it is cut off") },
    { id: "b/empty.png", bytes: 0, reason: "it is empty (0 bytes)" },
    { id: "b/page.jpg", bytes: 15, reason: "it is a web page: a download that went wrong?" },
  ]);
  expect(report.odd).toEqual([{ id: "b/really-png.JPG", path: join(folder, "b/really-png.JPG"), remark: "a PNG file by its content" }]);
  expect([report.checked, report.length, report.paths.length]).toEqual([6, 3, 3]);
});

test("shows itself as a table with the count above", async () => {
  const folder = await damaged();
  const bundle = (await findCorruptImages(folder))[displaySymbol]();
  expect(bundle["text/plain"]).toContain(`3 of 6 pictures in ${folder} are corrupt:\nfile         what is wrong`);
  expect(bundle["text/plain"]).toContain("1 file can be used although odd:");
  expect(bundle["text/html"]).toContain('<td style="text-align:left;padding:2px 12px">b/empty.png</td>');
});

test("goes on with the good ones of a data set; what has gone since is corrupt, too", async () => {
  const path = await damaged();
  const photos = await imageFolder(path);
  await rm(join(path, "b/good.webp"));
  await truncate(join(path, "a/good.jpg"), 700);
  const report = await findCorruptImages(photos);
  expect(report.corrupt.map(({ id }) => id)).toEqual(["a/cut.jpg", "a/good.jpg", "b/empty.png", "b/good.webp", "b/page.jpg"]);
  expect(report.corrupt[3]).toMatchObject({ bytes: 0, reason: expect.stringContaining("ENOENT") });
  expect(report.keep(photos).ids).toEqual(["b/really-png.JPG"]);
});

test("finds nothing among good pictures of all kinds, more than one thread takes at a time", async () => {
  const names = readdirSync(kinds).filter((name) => !/\.(py|json)$/.test(name));
  const report = await findCorruptImages(
    await temporaryFolder(Object.fromEntries(names.map((name) => [name, readFileSync(join(kinds, name))]))),
  );
  expect([report.checked, report.corrupt, report.odd.map(({ id }) => id)]).toEqual([names.length, [], ["named-wrongly.JPG"]]);
  expect(String(report)).toMatch(/^none of 32 pictures in .* is corrupt\n/);
});

test("an empty folder has nothing to find, none at all is refused", async () => {
  expect((await findCorruptImages(await temporaryFolder())).checked).toBe(0);
  await expect(findCorruptImages("/nowhere")).rejects.toThrow("Expected a folder of pictures at /nowhere");
});

test("ends when the cell is stopped", async () => {
  const folder = await damaged();
  const stop = new AbortController();
  vi.stubGlobal(cell as unknown as string, { signal: stop.signal });
  const finding = findCorruptImages(folder);
  setTimeout(() => stop.abort(new Error("stopped")), 5);
  await expect(finding).rejects.toThrow("stopped");
});
