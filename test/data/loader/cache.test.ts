import { closeSync, openSync } from "node:fs";
import { appendFile, readdir, readFile, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { Image } from "../../../lib/data/image/image.ts";
import { type ImageFolder, imageFolder, type LoaderOptions, loader, map, transforms as T } from "../../../lib/data/index.ts";
import { PictureCache } from "../../../lib/data/loader/cache/cache.ts";
import { stampShare } from "../../../lib/data/loader/cache/disk-store.ts";
import { CacheIndex } from "../../../lib/data/loader/cache/index-table.ts";
import { device } from "../../../lib/device/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { toys } from "../toys.ts";
import { testPhotos, writePhoto } from "./photos.ts";
import { bitsOf } from "./read-all.ts";

const photos = testPhotos(17);
const transforms = [T.resize([24, 24]), T.grayscale({ channels: 3 }), T.randomCrop(16), T.toTensor()];
const options = { batchSize: 4, shuffle: true, transforms } satisfies LoaderOptions;

beforeAll(async () => {
  await device.use("wasm");
});

let home: string;
beforeEach(async () => {
  home = await temporaryFolder();
  vi.stubEnv("DESCENT_HOME", home);
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** What was said to the learner about caches. */
const said = (): string => vi.mocked(console.warn).mock.calls.join("\n");

/** Files of the cache, by their ending. */
async function cacheFiles(ending: ".json" | ".pixels"): Promise<string[]> {
  const folder = join(home, "cache/loader");
  return (await readdir(folder)).filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

/** What a later process would load: a loader that knows nothing of earlier ones. */
const fresh = (changes: Partial<LoaderOptions> = {}, dataset: ImageFolder = photos.dataset) =>
  bitsOf(loader(dataset, { ...options, cache: "disk", ...changes }), 1);

describe("a cache gives what there would be without it, to the bit", () => {
  test.each(["memory", "disk"] as const)("in %s, while it is filled and after, with any number of workers", async (cache) => {
    const wanted = await bitsOf(loader(photos.dataset, options), 3);
    for (const workers of [0, 2]) expect(await bitsOf(loader(photos.dataset, { ...options, cache, workers }), 3)).toEqual(wanted);
    expect(said()).toBe("");
  });

  test("of pictures in memory and from a function of one's own, too; disk is for files", async () => {
    const wanted = await bitsOf(loader(toys(9), { ...options, workers: 0 }), 2);
    expect(await bitsOf(loader(toys(9), { ...options, cache: "memory" }), 2)).toEqual(wanted);
    const mine = map(toys(9), (element) => element);
    expect(await bitsOf(loader(mine, { ...options, cache: "memory" }), 2)).toEqual(wanted);
    expect(() => loader(toys(9), { ...options, cache: "disk" })).toThrow('Expected pictures in files for cache: "disk"');
  });
});

test("in memory, files are read in the first epoch only", async () => {
  const folder = await temporaryFolder();
  for (let index = 0; index < 6; index++) await writePhoto(folder, index);
  const batches = loader(await imageFolder(folder), { ...options, cache: "memory", workers: 1 });
  await bitsOf(batches);
  await rm(folder, { recursive: true });
  expect(await bitsOf(batches)).toHaveLength(2);
});

describe("a cache on the disk", () => {
  /** Fills a cache. @returns what the first epoch of a loader gives without one */
  async function filled(): Promise<string[]> {
    const wanted = await fresh({ cache: false });
    expect(await fresh()).toEqual(wanted);
    return wanted;
  }

  test("serves later processes: they write nothing, and leave nothing of their own", async () => {
    const wanted = await filled();
    const [file = ""] = await cacheFiles(".pixels");
    const before = await stat(file);
    expect(await fresh()).toEqual(wanted);
    expect(await cacheFiles(".pixels")).toEqual([file]);
    expect((await stat(file)).mtimeMs).toBe(before.mtimeMs);
    expect(before.size).toBe(17 * 24 * 24 * 3);
  });

  test("decodes a file anew that has changed since, and keeps that", async () => {
    await filled();
    const path = photos.dataset.paths[3] as string;
    const old = await readFile(path);
    onTestFinished(() => writeFile(path, old));
    await writeFile(path, await readFile(photos.dataset.paths[5] as string));
    await utimes(path, 1, 1);
    const wanted = await fresh({ cache: false });
    expect(await fresh()).toEqual(wanted);
    expect(await cacheFiles(".pixels")).toHaveLength(2);
    expect(await fresh()).toEqual(wanted);
  });

  test.each<[string, () => Promise<void>]>([
    ["its pixels are cut off", async () => truncate((await cacheFiles(".pixels"))[0] ?? "", 1000)],
    ["its pixels are gone", async () => rm((await cacheFiles(".pixels"))[0] ?? "")],
    [
      "its pixels are damaged",
      async () => {
        const [file = ""] = await cacheFiles(".pixels");
        await writeFile(file, (await readFile(file)).fill(0, 5000, 9000));
      },
    ],
    ["its index is damaged", async () => appendFile((await cacheFiles(".json"))[0] ?? "", "}")],
    ["its index tells something else", async () => writeFile((await cacheFiles(".json"))[0] ?? "", '{"files":{},"pictures":{"a":[1]}}')],
  ])("is made again where %s", async (_, damage) => {
    const wanted = await filled();
    await damage();
    expect(await fresh()).toEqual(wanted);
    expect(await fresh()).toEqual(wanted);
    expect(said()).toBe("");
  });

  test("keeps other transforms and other channels apart", async () => {
    await filled();
    await fresh({ transforms: [T.resize([20, 20]), T.randomCrop(16)] });
    await fresh({ transforms: [T.resize([24, 24]), T.randomCrop(16)] });
    expect(await cacheFiles(".json")).toHaveLength(3);
    await fresh({ transforms: [T.resize([24, 24]), T.randomHorizontalFlip()] }); // the same pictures are kept for these
    expect(await cacheFiles(".json")).toHaveLength(3);
  });

  test("is filled by two at once without harm, and by parts of a data set together", async () => {
    const wanted = await fresh({ cache: false });
    expect(await Promise.all([fresh(), fresh()])).toEqual([wanted, wanted]);
    expect(await fresh()).toEqual(wanted);
    const { dataset } = photos;
    const halves = [dataset.subset([0, 2, 4, 6]), dataset.subset([1, 3, 5, 7])];
    const others = { transforms: [T.resize([18, 18])] };
    for (const half of halves) await fresh(others, half);
    const before = await cacheFiles(".pixels");
    await fresh(others, dataset.subset([0, 1, 2, 3]));
    expect(await cacheFiles(".pixels")).toEqual(before);
  });

  test("keeps what was done when the loop is left early", async () => {
    const batches = loader(photos.dataset, { ...options, cache: "disk", workers: 1 });
    for await (const _ of batches) break;
    const [index = ""] = await cacheFiles(".json");
    expect(Object.keys(JSON.parse(await readFile(index, "utf8")).pictures).length).toBeGreaterThanOrEqual(4);
  });

  test("that can't be made is said once, and loading goes on", async () => {
    const wanted = await fresh({ cache: false });
    await writeFile(join(home, "cache"), "a file in the place of the folder");
    expect(await fresh()).toEqual(wanted);
    expect(said()).toMatch(/^The loader goes on without its cache on the disk: /);
  });
});

describe("a cache without room", () => {
  test.each(["memory", "disk"] as const)("in %s takes what fits, says so once, and decodes the rest", async (cache) => {
    const wanted = await bitsOf(loader(photos.dataset, options), 2);
    const cacheBytes = 5 * 24 * 24 * 3;
    expect(await bitsOf(loader(photos.dataset, { ...options, cache, cacheBytes }), 2)).toEqual(wanted);
    expect(vi.mocked(console.warn).mock.calls).toHaveLength(1);
    expect(said()).toBe(
      `The loader's cache (${cache}) is full: 5 of 17 pictures are in it, the others are decoded each time. A smaller size in T.resize(…) or more cacheBytes makes room.`,
    );
  });

  test.runIf(process.platform === "linux")("on a full disk ends to write, keeps nothing half, and says why", () => {
    const full = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(full));
    const index = CacheIndex.share(2);
    const store = { kind: "disk", files: [full], open: 0, limit: 1e9, stamps: stampShare(2) } as const;
    const cache = new PictureCache({ index, store });
    const order = { index: 0, epoch: 0, place: 0, name: photos.dataset.paths[0] ?? "" };
    cache.write(order, new Image({ values: new Uint8Array(300), height: 10, width: 10, channels: 3 }));
    expect(cache.read(order)).toBeUndefined();
    expect(new CacheIndex(index).report.error).toBe("ENOSPC");
  });
});
