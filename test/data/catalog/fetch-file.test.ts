import { mkdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { fetchFile } from "../../../lib/data/catalog/index.ts";
import { faultyServer, status, whole } from "./faulty-server.ts";
import { content, emptyHome, temporaryFolder, toyCatalog } from "./home.ts";

const nowhere = "http://127.0.0.1:9/file.bin";
const quiet = { onProgress: () => undefined };

async function put(path: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

async function mirror(bytes?: Uint8Array): Promise<string> {
  const folder = await temporaryFolder();
  if (bytes) await put(join(folder, "toys", "file.bin"), bytes);
  vi.stubEnv("DESCENT_DATASETS", folder);
  return folder;
}

describe("where a file comes from", () => {
  test("is the mirror, used where it lies", async () => {
    const home = await emptyHome();
    const folder = await mirror(content);
    expect(await fetchFile("toys", "file.bin", { catalog: toyCatalog(nowhere) })).toBe(join(folder, "toys", "file.bin"));
    await expect(stat(join(home, "cache", "toys"))).rejects.toThrow("ENOENT");
  });

  test("is the cache, where the mirror lacks it", async () => {
    const home = await emptyHome();
    await mirror();
    const cached = join(home, "cache", "toys", "file.bin");
    await put(cached, content);
    expect(await fetchFile("toys", "file.bin", { catalog: toyCatalog(nowhere) })).toBe(cached);
  });

  test("is its address, where neither has it, and only once", async () => {
    const home = await emptyHome();
    const server = await faultyServer(content, whole);
    const options = { ...quiet, catalog: toyCatalog(server.url) };
    const cached = join(home, "cache", "toys", "file.bin");
    expect(await fetchFile("toys", "file.bin", options)).toBe(cached);
    expect(await fetchFile("toys", "file.bin", options)).toBe(cached);
    expect(server.requests.length).toBe(1);
  });

  test("is its address, where the mirror's file is damaged; the mirror stays as it is", async () => {
    await emptyHome();
    const folder = await mirror(new Uint8Array(content.length));
    const server = await faultyServer(content, whole);
    const path = await fetchFile("toys", "file.bin", { ...quiet, catalog: toyCatalog(server.url) });
    expect(Buffer.compare(await readFile(path), content)).toBe(0);
    expect(await readFile(join(folder, "toys", "file.bin"))).toEqual(Buffer.alloc(content.length));
  });

  test("is its address again, where the cached file is damaged", async () => {
    const home = await emptyHome();
    const server = await faultyServer(content, whole);
    await put(join(home, "cache", "toys", "file.bin"), content.subarray(0, 1000));
    const path = await fetchFile("toys", "file.bin", { ...quiet, catalog: toyCatalog(server.url) });
    expect(Buffer.compare(await readFile(path), content)).toBe(0);
  });
});

describe("a file that can't be had", () => {
  test("says that the mirror lacks it and that the network failed", async () => {
    await emptyHome();
    const folder = await mirror();
    const failing = fetchFile("toys", "file.bin", { ...quiet, catalog: toyCatalog(nowhere) });
    await expect(failing).rejects.toMatchObject({
      code: "no-network",
      message: expect.stringMatching(
        new RegExp(`The connection to 127\\.0\\.0\\.1:9 failed.*Before that, the mirror ${folder} has no toys/file\\.bin`),
      ),
    });
  });

  test("names the damaged file of the mirror, with wanted and got", async () => {
    await emptyHome();
    const folder = await mirror(content.subarray(0, 1234));
    const server = await faultyServer(content, status(404));
    await expect(fetchFile("toys", "file.bin", { ...quiet, catalog: toyCatalog(server.url) })).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringContaining(
        `${join(folder, "toys", "file.bin")} (mirror) is damaged: it should have 300,000 bytes but has 1,234`,
      ),
    });
  });

  test("lists the known names, when its name or its data set's is unknown", async () => {
    const catalog = toyCatalog(nowhere);
    await expect(fetchFile("tois", "file.bin", { catalog })).rejects.toThrow('Expected one of the data sets toys but got "tois"');
    await expect(fetchFile("toys", "fil.bin", { catalog })).rejects.toThrow(
      'Expected one of the files of toys (file.bin) but got "fil.bin"',
    );
  });

  test("stops with the running cell", async () => {
    await emptyHome();
    const stop = new AbortController();
    const key = Symbol.for("descent.cell");
    Reflect.set(globalThis, key, { signal: stop.signal });
    onTestFinished(() => {
      Reflect.deleteProperty(globalThis, key);
    });
    const server = await faultyServer(content, (_request, _response, _content) => stop.abort());
    await expect(fetchFile("toys", "file.bin", { ...quiet, catalog: toyCatalog(server.url) })).rejects.toMatchObject({ code: "stopped" });
  });
});

describe("what was checked once", () => {
  test("is not read again while it keeps its length and time, and is when it does not", async () => {
    await emptyHome();
    const folder = await mirror(content);
    const path = join(folder, "toys", "file.bin");
    const catalog = toyCatalog(nowhere);
    const { atime, mtime } = await stat(path);
    await utimes(path, atime, mtime);
    await fetchFile("toys", "file.bin", { catalog });

    // Other bytes under the same length and time: only who does not read it takes it for good.
    await writeFile(path, new Uint8Array(content.length));
    await utimes(path, atime, mtime);
    expect(await fetchFile("toys", "file.bin", { catalog })).toBe(path);

    await utimes(path, atime, new Date(mtime.getTime() + 5000));
    await expect(fetchFile("toys", "file.bin", { ...quiet, catalog })).rejects.toThrow("is damaged: it has the right length");
  });
});
