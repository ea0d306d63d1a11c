import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { projectRoot } from "../../../lib/base/index.ts";
import { download } from "../../../lib/data/catalog/download.ts";
import { damaged, droppingAfter, endingAfter, faultyServer, ignoringRange, silentAfter, status, whole } from "./faulty-server.ts";
import { content, pinned, temporaryFolder } from "./home.ts";

const pauses = [5, 5];

async function target(): Promise<{ folder: string; file: string }> {
  const folder = await temporaryFolder();
  return { folder, file: join(folder, "file.bin") };
}

describe("a download that ends well", () => {
  test("leaves the whole file and nothing else, and reports every byte", async () => {
    const { folder, file } = await target();
    const server = await faultyServer(content, whole);
    const seen: number[] = [];
    await download({ url: server.url, ...pinned }, file, { onProgress: (bytes) => seen.push(bytes) });
    expect(Buffer.compare(await readFile(file), content)).toBe(0);
    expect(await readdir(folder)).toEqual(["file.bin"]);
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBe(content.length);
  });

  test("goes on where the connection broke, asking for the same version", async () => {
    const { file } = await target();
    const server = await faultyServer(content, droppingAfter(100_000, 300), droppingAfter(50_000, 300), whole);
    await download({ url: server.url, ...pinned }, file, { pauses });
    expect(Buffer.compare(await readFile(file), content)).toBe(0);
    expect(server.requests[1]).toEqual({ range: "bytes=100000-", ifRange: '"one"' });
    expect(server.requests[2]).toEqual({ range: "bytes=150000-", ifRange: '"one"' });
  });

  test("starts over where the server knows no parts", async () => {
    const { file } = await target();
    const server = await faultyServer(content, droppingAfter(100_000), ignoringRange);
    await download({ url: server.url, ...pinned }, file, { pauses });
    expect(Buffer.compare(await readFile(file), content)).toBe(0);
  });

  test("fetches the rest of what ended too early", async () => {
    const { file } = await target();
    const server = await faultyServer(content, endingAfter(70_000), whole);
    await download({ url: server.url, ...pinned }, file, { pauses });
    expect(Buffer.compare(await readFile(file), content)).toBe(0);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, "bytes=70000-"]);
  });

  test("outlasts a server that answers 500 at first", async () => {
    const { file } = await target();
    const server = await faultyServer(content, status(500), status(503), whole);
    await download({ url: server.url, ...pinned }, file, { pauses });
    expect(Buffer.compare(await readFile(file), content)).toBe(0);
  });

  test("outlasts a server that falls silent", async () => {
    const { file } = await target();
    const server = await faultyServer(content, silentAfter(40_000), whole);
    await download({ url: server.url, ...pinned }, file, { pauses, patience: 200 });
    expect(Buffer.compare(await readFile(file), content)).toBe(0);
    expect(server.requests[1]?.range).toBe("bytes=40000-");
  });

  test("goes on with what a killed process has left", async () => {
    const { folder, file } = await target();
    const server = await faultyServer(content, whole);
    await mkdir(join(folder, "file.bin.999999999-1.part"));
    await writeFile(join(folder, "file.bin.999999999-1.part", "bytes"), content.subarray(0, 120_000));
    await download({ url: server.url, ...pinned }, file);
    expect(Buffer.compare(await readFile(file), content)).toBe(0);
    expect(server.requests.map(({ range }) => range)).toEqual(["bytes=120000-"]);
    expect(await readdir(folder)).toEqual(["file.bin"]);
  });

  test("starts over once where what was left was wrong", async () => {
    const { folder, file } = await target();
    const server = await faultyServer(content, whole);
    await mkdir(join(folder, "file.bin.free.part"));
    await writeFile(join(folder, "file.bin.free.part", "bytes"), new Uint8Array(120_000));
    await download({ url: server.url, ...pinned }, file);
    expect(Buffer.compare(await readFile(file), content)).toBe(0);
    expect(server.requests.map(({ range }) => range)).toEqual(["bytes=120000-", undefined]);
  });

  test("gives both of two at once the whole file", async () => {
    const { folder, file } = await target();
    const server = await faultyServer(content, droppingAfter(30_000), droppingAfter(60_000), whole);
    await Promise.all([1, 2].map(() => download({ url: server.url, ...pinned }, file, { pauses })));
    expect(Buffer.compare(await readFile(file), content)).toBe(0);
    expect(await readdir(folder)).toEqual(["file.bin"]);
  });

  test("is the same wherever the connection breaks, and however often", async () => {
    const breaks = fc.array(fc.integer({ min: 1, max: 90_000 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(breaks, async (places) => {
        const { file } = await target();
        const [first = whole, ...rest] = places.map((place) => droppingAfter(place));
        const server = await faultyServer(content, first, ...rest, whole);
        await download({ url: server.url, ...pinned }, file, { pauses });
        expect(Buffer.compare(await readFile(file), content)).toBe(0);
      }),
      { numRuns: 10 },
    );
  });
});

describe("several processes", () => {
  /** A process of its own that downloads a file. */
  function downloader(url: string, file: string): ChildProcess {
    const module = pathToFileURL(join(projectRoot, "lib/data/catalog/download.ts")).href;
    const script = `import { download } from ${JSON.stringify(module)}; await download(${JSON.stringify({ url, ...pinned })}, ${JSON.stringify(file)});`;
    return spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", script], { stdio: "ignore" });
  }

  test("that download the same file at once all end well", async () => {
    const { folder, file } = await target();
    const server = await faultyServer(content, droppingAfter(30_000), whole);
    const codes = await Promise.all([1, 2].map(async () => (await once(downloader(server.url, file), "exit"))[0]));
    expect(codes).toEqual([0, 0]);
    expect(Buffer.compare(await readFile(file), content)).toBe(0);
    expect(await readdir(folder)).toEqual(["file.bin"]);
  });

  test("that are killed leave what has come to the next one", async () => {
    const { folder, file } = await target();
    const server = await faultyServer(content, silentAfter(40_000), whole);
    const killed = downloader(server.url, file);
    await expect
      .poll(
        () =>
          readFile(join(folder, `file.bin.${killed.pid}-1.part`, "bytes")).then(
            ({ length }) => length,
            () => 0,
          ),
        { timeout: 10_000 },
      )
      .toBe(40_000);
    killed.kill("SIGKILL");
    await once(killed, "exit");
    await download({ url: server.url, ...pinned }, file);
    expect(server.requests[1]).toEqual({ range: "bytes=40000-", ifRange: '"one"' });
    expect(await readdir(folder)).toEqual(["file.bin"]);
  });
});

describe("a download that fails", () => {
  test("says that what came is not the file, and keeps nothing of it", async () => {
    const { folder, file } = await target();
    const server = await faultyServer(content, damaged);
    await expect(download({ url: server.url, ...pinned }, file)).rejects.toMatchObject({
      code: "wrong-checksum",
      message: expect.stringMatching(/is not the file that the catalog names: it has the right length \(300\.0 kB\) but SHA-256/),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test("keeps a file that lay there before", async () => {
    const { folder, file } = await target();
    await writeFile(file, "old but mine");
    const server = await faultyServer(content, damaged);
    await expect(download({ url: server.url, ...pinned }, file)).rejects.toMatchObject({ code: "wrong-checksum" });
    expect(await readFile(file, "utf8")).toBe("old but mine");
    expect(await readdir(folder)).toEqual(["file.bin"]);
  });

  test("names the network when something else answers in place of the server", async () => {
    const { file } = await target();
    const server = await faultyServer(Buffer.from("<html>Please log in</html>"), ignoringRange);
    await expect(download({ url: server.url, ...pinned }, file)).rejects.toMatchObject({
      code: "wrong-file",
      message: expect.stringContaining("Expected 300,000 bytes"),
      hint: expect.stringContaining("asks for a login"),
    });
  });

  test.each([
    [404, "not-found"],
    [403, "server-refused"],
    [500, "server-error"],
  ])("says that the server answered %i", async (code, expected) => {
    const { file } = await target();
    const server = await faultyServer(content, status(code));
    await expect(download({ url: server.url, ...pinned }, file, { pauses })).rejects.toMatchObject({
      code: expected,
      message: expect.stringContaining(`answered ${code}`),
    });
    expect(server.requests.length).toBe(code === 500 ? 3 : 1);
  });

  test("says that there is no network", async () => {
    const { file } = await target();
    await expect(download({ url: "http://127.0.0.1:9/file.bin", ...pinned }, file, { pauses })).rejects.toMatchObject({
      code: "no-network",
      message: expect.stringContaining("127.0.0.1:9"),
    });
  });

  test("keeps what has come when the connection stays broken, and the next one goes on from there", async () => {
    const { file } = await target();
    const broken = await faultyServer(content, droppingAfter(100_000, 300), status(500));
    await expect(download({ url: broken.url, ...pinned }, file, { pauses })).rejects.toMatchObject({ code: "server-error" });
    const mended = await faultyServer(content, whole);
    await download({ url: mended.url, ...pinned }, file);
    expect(mended.requests.map(({ range }) => range)).toEqual(["bytes=100000-"]);
  });

  test("stops at once when told to, says how far it was, and goes on from there next time", async () => {
    const { folder, file } = await target();
    const server = await faultyServer(content, silentAfter(40_000), whole);
    const stop = new AbortController();
    const downloading = download({ url: server.url, ...pinned }, file, {
      signal: stop.signal,
      onProgress: (bytes) => bytes === 40_000 && stop.abort(),
    });
    await expect(downloading).rejects.toMatchObject({ code: "stopped", message: expect.stringContaining("at 40.0 kB of 300.0 kB") });
    expect(await readdir(folder)).toEqual(["file.bin.free.part"]);
    await download({ url: server.url, ...pinned }, file);
    expect(server.requests[1]?.range).toBe("bytes=40000-");
    expect(await readdir(folder)).toEqual(["file.bin"]);
  });

  test.runIf(process.platform === "linux")("says that the disk is full", async () => {
    const { folder, file } = await target();
    await mkdir(join(folder, "file.bin.free.part"));
    await symlink("/dev/full", join(folder, "file.bin.free.part", "bytes")); // a file of a disk on which nothing has room
    const server = await faultyServer(content, whole);
    await expect(download({ url: server.url, ...pinned }, file)).rejects.toMatchObject({
      code: "disk-full",
      hint: expect.stringContaining("DESCENT_HOME"),
    });
  });

  test("says that the cache can't be written to", async () => {
    const { file } = await target();
    await writeFile(file, "a file where a folder should be");
    const server = await faultyServer(content, whole);
    await expect(download({ url: server.url, ...pinned }, join(file, "inside.bin"))).rejects.toMatchObject({ code: "cache-not-writable" });
  });
});
