import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { CatalogArchive, CatalogEntry, CatalogFolder } from "../../../lib/data/catalog/index.ts";
import { fetchFile, fetchFolder } from "../../../lib/data/catalog/index.ts";
import { tgz } from "./archive/archives.ts";
import { droppingAfter, faultyServer, silentAfter, whole } from "./faulty-server.ts";
import { emptyHome, temporaryFolder } from "./home.ts";

const quiet = { onProgress: () => undefined };
const packed = tgz({ path: "toys-1.0/cars/a.txt", content: "a car" }, { path: "toys-1.0/n7/b.txt", content: "a doll" });

/** A catalog of one data set with one folder, `toys`, packed in an archive. */
function catalogOf(url: string, more: Partial<CatalogArchive> = {}, folder: Partial<CatalogFolder> = {}): readonly CatalogEntry[] {
  const archive = { url: url.replace("file.bin", "toys.tgz"), strip: 1, rename: { n7: "dolls" }, ...more };
  const entry = { id: "toys", title: "Toys", licence: "CC0", citation: "nobody", files: [] };
  return [{ ...entry, folders: [{ name: "shelf", archive, ...folder }] }];
}

async function put(path: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

describe("a folder", () => {
  test("is downloaded, unpacked under its names, once, and its archive removed", async () => {
    const home = await emptyHome();
    const server = await faultyServer(packed, droppingAfter(40), whole);
    const options = { ...quiet, catalog: catalogOf(server.url, { bytes: packed.length }) };
    const folder = await fetchFolder("toys", "shelf", options);
    expect(folder).toBe(join(home, "cache", "toys", "shelf"));
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(["cars", join("cars", "a.txt"), "dolls", join("dolls", "b.txt")]);
    const requests = server.requests.length;
    expect(await fetchFolder("toys", "shelf", options)).toBe(folder);
    expect(server.requests.length).toBe(requests);
    expect((await readdir(join(home, "cache", "toys"))).sort()).toEqual(["shelf", "shelf.sha256", "toys.tgz.seen.json"]);
  });

  test("is had again where a file in the cache has gone", async () => {
    await emptyHome();
    const server = await faultyServer(packed, whole);
    const options = { ...quiet, catalog: catalogOf(server.url) };
    const folder = await fetchFolder("toys", "shelf", options);
    await rm(join(folder, "cars", "a.txt"));
    expect(await fetchFolder("toys", "shelf", options)).toBe(folder);
    expect(await readFile(join(folder, "cars", "a.txt"), "utf8")).toBe("a car");
  });

  test("is used where it lies in a mirror, and so is its archive", async () => {
    const home = await emptyHome();
    const mirror = await temporaryFolder();
    vi.stubEnv("DESCENT_DATASETS", mirror);
    const catalog = catalogOf("http://127.0.0.1:9/file.bin");
    await put(join(mirror, "toys", "toys.tgz"), packed);
    expect(await fetchFolder("toys", "shelf", { ...quiet, catalog })).toBe(join(home, "cache", "toys", "shelf"));
    expect((await stat(join(mirror, "toys", "toys.tgz"))).size).toBe(packed.length);
    await put(join(mirror, "toys", "shelf", "cars", "a.txt"), "a car of the mirror");
    expect(await fetchFolder("toys", "shelf", { ...quiet, catalog })).toBe(join(mirror, "toys", "shelf"));
  });

  test("stops while it comes, and goes on from there next time", async () => {
    const home = await emptyHome();
    const server = await faultyServer(packed, silentAfter(50), whole);
    const catalog = catalogOf(server.url);
    const stop = new AbortController();
    const onProgress = (bytes: number): void => void (bytes === 50 && stop.abort());
    await expect(fetchFolder("toys", "shelf", { catalog, onProgress, signal: stop.signal })).rejects.toMatchObject({ code: "stopped" });
    expect(await readdir(join(home, "cache", "toys"))).toEqual(["toys.tgz.free.part"]);
    await fetchFolder("toys", "shelf", { ...quiet, catalog });
    expect(server.requests[1]?.range).toBe("bytes=50-");
  });

  test("whose archive is not what its listing says is refused, with the names, and nothing is left of it", async () => {
    const home = await emptyHome();
    const server = await faultyServer(packed, whole);
    const failing = fetchFolder("toys", "shelf", { ...quiet, catalog: catalogOf(server.url, {}, { listing: "monkey-species" }) });
    await expect(failing).rejects.toMatchObject({
      code: "wrong-content",
      message: expect.stringContaining("1,368 of 1,368 files are missing in it or differ, such as monkey_labels.txt"),
    });
    expect(await readdir(join(home, "cache", "toys"))).not.toContain("shelf");
  });

  test("whose archive is damaged is had anew the next time", async () => {
    const home = await emptyHome();
    const server = await faultyServer(packed, (_request, response) => response.end(packed.subarray(0, 60)), whole);
    const options = { ...quiet, catalog: catalogOf(server.url) };
    vi.spyOn(console, "warn").mockReturnValue();
    await expect(fetchFolder("toys", "shelf", options)).rejects.toMatchObject({ code: "archive-damaged" });
    expect(await readdir(join(home, "cache", "toys"))).toEqual(["toys.tgz.seen.json"]);
    expect(await readdir(await fetchFolder("toys", "shelf", options))).toEqual(["cars", "dolls"]);
  });

  test("is whole for each of several that ask for it at once", async () => {
    await emptyHome();
    const server = await faultyServer(packed, whole);
    const options = { ...quiet, catalog: catalogOf(server.url) };
    const folders = await Promise.all([1, 2, 3].map(() => fetchFolder("toys", "shelf", options)));
    for (const folder of folders) expect(await readFile(join(folder, "cars", "a.txt"), "utf8")).toBe("a car");
  });

  test("that only a mirror has says what the mirror lacks, and where the original is", async () => {
    await emptyHome();
    const mirror = await temporaryFolder();
    vi.stubEnv("DESCENT_DATASETS", mirror);
    await put(join(mirror, "toys", "train", "bald_uakari", "n2017.jpg"), "no picture");
    const [entry] = catalogOf("http://127.0.0.1:9/");
    const catalog = [{ ...(entry as CatalogEntry), note: "See toys.example.", folders: [{ name: "shelf", listing: "monkey-species" }] }];
    await expect(fetchFolder("toys", "shelf", { catalog })).rejects.toMatchObject({
      code: "no-source",
      message: expect.stringContaining(`${join(mirror, "toys")} (mirror) is damaged: it lacks 1,367 of 1,368 files`),
      hint: expect.stringContaining("See toys.example."),
    });
  });

  test("that is unknown is named, with the known ones", async () => {
    await expect(fetchFolder("toys", "shelves", { catalog: catalogOf("http://127.0.0.1:9/") })).rejects.toThrow(
      'Expected one of the folders of toys (shelf) but got "shelves"',
    );
  });
});

describe("a file in an archive", () => {
  const inArchive = (url: string, member: string): readonly CatalogEntry[] => {
    const archive = { url: url.replace("file.bin", "toys.tgz") };
    const entry = { id: "toys", title: "Toys", licence: "CC0", citation: "nobody", folders: [] };
    return [{ ...entry, files: [{ name: "b.txt", archive, member }] }];
  };

  test("is taken out of it", async () => {
    const home = await emptyHome();
    const server = await faultyServer(packed, whole);
    const path = await fetchFile("toys", "b.txt", { ...quiet, catalog: inArchive(server.url, "toys-1.0/n7/b.txt") });
    expect(path).toBe(join(home, "cache", "toys", "b.txt"));
    expect(await readFile(path, "utf8")).toBe("a doll");
  });

  test("that is not in it is named", async () => {
    await emptyHome();
    const server = await faultyServer(packed, whole);
    const failing = fetchFile("toys", "b.txt", { ...quiet, catalog: inArchive(server.url, "toys-1.0/c.txt") });
    await expect(failing).rejects.toMatchObject({ code: "wrong-content", message: expect.stringContaining("has no toys-1.0/c.txt") });
  });
});
