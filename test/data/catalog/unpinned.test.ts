import { createHash } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { type CatalogEntry, fetchFile, fetchPicture, type Pins } from "../../../lib/data/catalog/index.ts";
import { type Answer, damaged, droppingAfter, faultyServer, status, whole } from "./faulty-server.ts";
import { content, emptyHome, temporaryFolder } from "./home.ts";

const quiet = { onProgress: () => undefined };

/** A catalog of one data set with one file of which only `pins` are known. */
function catalogOf(url: string, pins: Pins = {}): readonly CatalogEntry[] {
  const entry = { id: "toys", title: "Toys", licence: "CC0", citation: "nobody", folders: [] };
  return [{ ...entry, files: [{ name: "file.bin", url, ...pins }], pictures: url.replace("file.bin", "pictures/") }];
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

describe("a file without a checksum", () => {
  let warnings: string[] = [];
  beforeEach(() => {
    warnings = [];
    vi.spyOn(console, "warn").mockImplementation((text) => void warnings.push(text));
  });

  test("comes whole over a connection that breaks, and is not fetched twice", async () => {
    await emptyHome();
    const server = await faultyServer(content, droppingAfter(100_000, 300), whole);
    const options = { ...quiet, catalog: catalogOf(server.url) };
    const path = await fetchFile("toys", "file.bin", options);
    expect(equal(await readFile(path), content)).toBe(true);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, "bytes=100000-"]);
    expect(await fetchFile("toys", "file.bin", options)).toBe(path);
    expect(server.requests.length).toBe(2);
    expect(warnings).toEqual([]);
  });

  test("is not pieced together where the server has no mark of its version", async () => {
    await emptyHome();
    const unmarked =
      (answer: Answer): Answer =>
      (request, response, bytes) => {
        const writeHead = response.writeHead.bind(response);
        response.writeHead = ((code: number, headers: Record<string, unknown>) =>
          writeHead(code, Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "etag")) as never)) as never;
        answer(request, response, bytes);
      };
    const server = await faultyServer(content, unmarked(droppingAfter(100_000)), unmarked(whole));
    const path = await fetchFile("toys", "file.bin", { ...quiet, catalog: catalogOf(server.url) });
    expect(equal(await readFile(path), content)).toBe(true);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, undefined]);
  });

  test("that is another when it comes again is used, with a warning that names both", async () => {
    const home = await emptyHome();
    const server = await faultyServer(content, whole, damaged);
    const options = { ...quiet, catalog: catalogOf(server.url) };
    const path = await fetchFile("toys", "file.bin", options);
    await writeFile(path, "damaged"); // in the cache: to be had again
    await fetchFile("toys", "file.bin", options);
    expect(equal(await readFile(path), content)).toBe(false);
    expect((await stat(path)).size).toBe(content.length);
    const [first] = [createHash("sha256").update(content).digest("hex").slice(0, 12)];
    expect(warnings).toEqual([
      expect.stringMatching(new RegExp(`toys/file\\.bin is not what came first, on \\d{4}-.* in place of ${first}…`)),
    ]);
    // What came last is what the cache is held to: no more downloads, no more warnings.
    await fetchFile("toys", "file.bin", options);
    expect(server.requests.length).toBe(2);
    expect(warnings.length).toBe(1);
    expect(JSON.parse(await readFile(join(home, "cache", "toys", "file.bin.seen.json"), "utf8"))).toMatchObject({
      first: { bytes: content.length },
    });
  });

  test("in a mirror is used as it is, and warned of when it changes", async () => {
    await emptyHome();
    const mirror = await temporaryFolder();
    vi.stubEnv("DESCENT_DATASETS", mirror);
    const path = join(mirror, "toys", "file.bin");
    await mkdir(join(mirror, "toys"));
    await writeFile(path, "first");
    const options = { ...quiet, catalog: catalogOf("http://127.0.0.1:9/file.bin") };
    expect(await fetchFile("toys", "file.bin", options)).toBe(path);
    expect(await fetchFile("toys", "file.bin", options)).toBe(path);
    expect(warnings).toEqual([]);
    await writeFile(path, "second");
    expect(await fetchFile("toys", "file.bin", options)).toBe(path);
    expect(warnings).toEqual([expect.stringContaining("should have 5 bytes but has 6")]);
  });

  test("is not taken from a login page", async () => {
    const home = await emptyHome();
    const page: Answer = (_request, response) => {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end("<html>Please log in</html>");
    };
    const server = await faultyServer(content, page);
    await expect(fetchFile("toys", "file.bin", { ...quiet, catalog: catalogOf(server.url) })).rejects.toMatchObject({
      code: "wrong-file",
      message: expect.stringContaining("the server sends a web page"),
    });
    await expect(stat(join(home, "cache", "toys", "file.bin"))).rejects.toThrow("ENOENT");
  });

  test("that had come whole before its process was killed is not asked for again", async () => {
    const home = await emptyHome();
    const server = await faultyServer(content, (_request, response) => {
      response.writeHead(416, { "content-range": `bytes */${content.length}` });
      response.end();
    });
    const part = join(home, "cache", "toys", "file.bin.free.part");
    await mkdir(part, { recursive: true });
    await writeFile(join(part, "bytes"), content);
    await writeFile(join(part, "version"), '"one"');
    const path = await fetchFile("toys", "file.bin", { ...quiet, catalog: catalogOf(server.url) });
    expect(equal(await readFile(path), content)).toBe(true);
    expect(server.requests.length).toBe(1);
  });
});

test("a file of which only the MD5 is published is checked by it", async () => {
  await emptyHome();
  const md5 = createHash("md5").update(content).digest("hex");
  const server = await faultyServer(content, damaged, whole);
  const options = { ...quiet, catalog: catalogOf(server.url, { bytes: content.length, md5 }) };
  await expect(fetchFile("toys", "file.bin", options)).rejects.toMatchObject({
    code: "wrong-checksum",
    message: expect.stringContaining(`in place of ${md5.slice(0, 12)}…`),
  });
  expect(equal(await readFile(await fetchFile("toys", "file.bin", options)), content)).toBe(true);
});

describe("a picture by its path", () => {
  test("comes from below the data set's address, into the cache", async () => {
    const home = await emptyHome();
    let asked: string | undefined;
    const server = await faultyServer(content, (request, response, bytes) => {
      asked = request.url;
      whole(request, response, bytes);
    });
    const [entry] = catalogOf(server.url);
    const path = await fetchPicture(entry as CatalogEntry, "S1/B04/B04_R1/S1_B04_R1_PICT0012.JPG", quiet);
    expect(asked).toBe("/pictures/S1/B04/B04_R1/S1_B04_R1_PICT0012.JPG");
    expect(path).toBe(join(home, "cache", "toys", "pictures", "S1", "B04", "B04_R1", "S1_B04_R1_PICT0012.JPG"));
  });

  test.each(["../../etc/passwd.txt", "/etc/passwd.txt", "S1/../x.jpg", "S1\\x.jpg", "S1/x", ""])("can't be %j", async (path) => {
    const [entry] = catalogOf("http://127.0.0.1:9/file.bin");
    await expect(fetchPicture(entry as CatalogEntry, path)).rejects.toMatchObject({ code: "unknown-picture" });
  });

  test("that the server lacks is named by its address", async () => {
    await emptyHome();
    const server = await faultyServer(content, status(404));
    const [entry] = catalogOf(server.url);
    await expect(fetchPicture(entry as CatalogEntry, "S1/none.JPG", quiet)).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringContaining("/pictures/S1/none.JPG answered 404"),
    });
  });
});
