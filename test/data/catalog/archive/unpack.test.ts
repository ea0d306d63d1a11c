import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unpack } from "../../../../lib/data/catalog/archive/unpack.ts";
import { temporaryFolder } from "../home.ts";
import { type Member, put, tar, tgz, zip } from "./archives.ts";

/** All files below a folder, with `/`, in order. */
async function filesIn(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  return all
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

const sha256 = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");

const big = randomBytes(700_000);
const members: Member[] = [
  { path: "set/", type: "5" },
  { path: "set/a/one.txt", content: "one" },
  { path: "./set/b/two.bin", content: big },
  { path: "set/empty.txt" },
];
const formats: [string, (...members: Member[]) => Buffer][] = [
  ["archive.tar", tar],
  ["archive.tgz", tgz],
  ["archive.tar.gz", tgz],
  ["archive.zip", zip],
];

describe.each(formats)("%s", (name, pack) => {
  const packed = async (...content: Member[]): Promise<{ home: string; archive: string; folder: string }> => {
    const home = await temporaryFolder();
    return { home, archive: await put(join(home, name), pack(...content)), folder: join(home, "out", "set") };
  };

  test("is unpacked whole, with the listing of what is in it", async () => {
    const { archive, folder } = await packed(...members.filter(({ path }) => name !== "archive.zip" || !path.endsWith("/")));
    let listing: ReadonlyMap<string, string> = new Map();
    let read = 0;
    await unpack(archive, folder, {
      check: (unpacked) => {
        listing = unpacked;
      },
      onProgress: (bytes) => {
        read = bytes;
      },
    });
    expect(await filesIn(folder)).toEqual(["set/a/one.txt", "set/b/two.bin", "set/empty.txt"]);
    expect(Buffer.compare(await readFile(join(folder, "set/b/two.bin")), big)).toBe(0);
    expect(Object.fromEntries(listing)).toEqual({
      "set/a/one.txt": sha256("one"),
      "set/b/two.bin": sha256(big),
      "set/empty.txt": sha256(""),
    });
    expect(read).toBeGreaterThan(600_000);
    expect(await readdir(join(folder, ".."))).toEqual(["set"]);
  });

  test("loses leading parts, gets other names and leaves out what is not wanted", async () => {
    const { archive, folder } = await packed(...members);
    await unpack(archive, folder, { strip: 1, rename: { a: "letters/a" }, select: (path) => !path.startsWith("b/") });
    expect(await filesIn(folder)).toEqual(["empty.txt", "letters/a/one.txt"]);
  });

  test.each<[string, Member]>([
    ["leads out by ..", { path: "set/../../../evil.txt", content: "evil" }],
    ["is absolute", { path: "/tmp/descent-evil.txt", content: "evil" }],
    ["has a drive", { path: "C:/evil.txt", content: "evil" }],
    ["has backslashes", { path: "..\\evil.txt", content: "evil" }],
    ["is a symbolic link out", { path: "set/link", type: "2", target: "/etc", content: name === "archive.zip" ? "/etc" : "" }],
  ])("is refused whole where a path %s", async (_what, evil) => {
    const { home, archive, folder } = await packed({ path: "set/good.txt", content: "good" }, evil);
    await expect(unpack(archive, folder)).rejects.toMatchObject({ code: "archive-unsafe" });
    expect(await filesIn(home)).toEqual([name]);
    await expect(stat("/tmp/descent-evil.txt")).rejects.toThrow("ENOENT");
  });

  test("is refused where it unpacks to too many bytes or files", async () => {
    const { home, archive, folder } = await packed(...members);
    await expect(unpack(archive, folder, { limits: { bytes: 500_000 } })).rejects.toMatchObject({
      code: "archive-too-large",
      message: expect.stringContaining("more than 500.0 kB"),
    });
    await expect(unpack(archive, folder, { limits: { entries: 2 } })).rejects.toMatchObject({ code: "archive-too-large" });
    expect(await filesIn(home)).toEqual([name]);
  });

  test("is called damaged wherever it is cut off, and leaves nothing", async () => {
    const { home, archive, folder } = await packed({ path: "a.bin", content: big.subarray(0, 3000) }, { path: "b.txt", content: "bb" });
    const bytes = await readFile(archive);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3000 }), async (length) => {
        await writeFile(archive, bytes.subarray(0, length));
        await expect(unpack(archive, folder)).rejects.toMatchObject({ code: "archive-damaged" });
        expect(await filesIn(home)).toEqual([name]);
      }),
      { numRuns: 25 },
    );
  });

  test("stops when told to, leaves nothing, and comes whole the next time", async () => {
    const { home, archive, folder } = await packed(...members);
    const stop = new AbortController();
    const stopping = unpack(archive, folder, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(stopping).rejects.toMatchObject({ code: "stopped" });
    expect(await filesIn(home)).toEqual([name]);
    await unpack(archive, folder);
    expect(await filesIn(folder)).toHaveLength(3);
  });
});

test("a tar archive with a hard link or a device is refused", async () => {
  const home = await temporaryFolder();
  for (const type of ["1", "3", "4", "6"]) {
    const archive = await put(join(home, "x.tar"), tar({ path: "a", content: "a" }, { path: "b", type, target: type === "1" ? "a" : "" }));
    await expect(unpack(archive, join(home, "out"))).rejects.toMatchObject({
      code: "archive-unsafe",
      message: expect.stringContaining('"b"'),
    });
  }
});

test("a bomb, a little archive that unpacks to a thousand times its size, is refused", async () => {
  const home = await temporaryFolder();
  const archive = await put(join(home, "bomb.zip"), zip({ path: "zeros", content: new Uint8Array(150e6) }));
  await expect(unpack(archive, join(home, "out"))).rejects.toMatchObject({ code: "archive-too-large" });
  expect(await readdir(home)).toEqual(["bomb.zip"]);
});

test("a zip archive with a wrong byte in a member is called damaged", async () => {
  const home = await temporaryFolder();
  const bytes = zip({ path: "a.txt", content: big });
  const middle = 300_000; // what can't be deflated is stored as it is, so a wrong byte there is no error of the format
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  const archive = await put(join(home, "a.zip"), bytes);
  await expect(unpack(archive, join(home, "out"))).rejects.toMatchObject({
    code: "archive-damaged",
    message: expect.stringContaining("a.txt"),
  });
});

test("a .gz archive is unpacked to its one file, and a cut one is called damaged", async () => {
  const home = await temporaryFolder();
  const archive = await put(join(home, "notes.txt.gz"), gzipSync("notes"));
  await unpack(archive, join(home, "out"));
  expect(await readFile(join(home, "out", "notes.txt"), "utf8")).toBe("notes");
  await put(archive, gzipSync(big).subarray(0, 5000));
  await expect(unpack(archive, join(home, "again"))).rejects.toMatchObject({ code: "archive-damaged" });
});

test("an archive of an unknown format is named", async () => {
  await expect(unpack("/tmp/pictures.rar", "/tmp/out")).rejects.toMatchObject({
    code: "archive-unknown",
    message: expect.stringContaining("pictures.rar"),
  });
});

test("what a killed process was unpacking is removed, and two at once both end well", async () => {
  const home = await temporaryFolder();
  const archive = await put(join(home, "a.tgz"), tgz(...members));
  await mkdir(join(home, "set.999999999-1.unpacking"));
  await Promise.all([1, 2, 3].map(() => unpack(archive, join(home, "set"))));
  expect(await readdir(home)).toEqual(["a.tgz", "set"]);
});
