import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { type CatalogEntry, readCatalog } from "../../../lib/data/catalog/index.ts";
import { bringWeights, forgetFailure } from "../../../lib/vision/pretrained/bring-weights.ts";
import { fetchWeights } from "../../../lib/vision/pretrained/index.ts";
import { downloadedWeights } from "../../../lib/vision/pretrained/known-weights.ts";
import { emptyHome, temporaryFolder } from "../../data/catalog/home.ts";
import { fileServer } from "./file-server.ts";

const content = Buffer.from("weights, as it were");
const sha256 = createHash("sha256").update(content).digest("hex");
const weights = { dataset: "toys", file: `toys-${sha256.slice(0, 8)}.pth`, classes: 3 };
const nowhere = "http://127.0.0.1:9/toys.pth";

const catalog = (url: string, pins: { readonly sha256?: string } = { sha256 }): readonly CatalogEntry[] => [
  { id: "toys", title: "Toys", licence: "CC0", citation: "nobody", files: [{ name: weights.file, url, ...pins }], folders: [] },
];

let home = "";
let mirror = "";
beforeEach(async () => {
  home = await emptyHome();
  mirror = await temporaryFolder();
  vi.stubEnv("DESCENT_DATASETS", mirror);
  vi.stubEnv("DESCENT_BUDGET", "full");
  forgetFailure("toys");
});

async function put(path: string, bytes: Uint8Array | string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  return path;
}
const inMirror = (bytes: Uint8Array | string): Promise<string> => put(join(mirror, "toys", weights.file), bytes);
const inCache = (bytes: Uint8Array | string): Promise<string> => put(join(home, "cache", "toys", weights.file), bytes);

describe("weights come from", () => {
  test("the mirror", async () => {
    const path = await inMirror(content);
    expect(bringWeights(weights, { catalog: catalog(nowhere) })).toEqual({ bytes: content, path });
  });

  test("the cache, where the mirror has none or a damaged one", async () => {
    const path = await inCache(content);
    expect(bringWeights(weights, { catalog: catalog(nowhere) })).toEqual({ bytes: content, path });
    await inMirror("something else");
    expect(bringWeights(weights, { catalog: catalog(nowhere) })).toEqual({ bytes: content, path });
  });

  test("the internet, once, and are in the cache from then on", async () => {
    const server = await fileServer(content);
    const path = join(home, "cache", "toys", weights.file);
    for (let time = 0; time < 2; time++) expect(bringWeights(weights, { catalog: catalog(server.url) })).toEqual({ bytes: content, path });
    expect(server.requests()).toBe(1);
  });
});

describe("weights that can't be had are told, in words,", () => {
  const reason = (url: string, pins?: { readonly sha256?: string }): string => {
    const brought = bringWeights(weights, { catalog: catalog(url, pins) });
    return "reason" in brought ? brought.reason : "";
  };

  test("without a network, and it is not tried again in this process", async () => {
    expect(reason(nowhere)).toMatch(/^toys-\w{8}\.pth is not here, and 127\.0\.0\.1 can't be reached \(/);
    const server = await fileServer(content);
    expect(reason(server.url)).toContain("can't be reached");
    expect(server.requests()).toBe(0);
  });

  test("until somebody says that it may be", async () => {
    const server = await fileServer(Buffer.of(), 404);
    expect(reason(server.url)).toContain("answered 404");
    forgetFailure("toys");
    expect(reason(server.url)).toContain("answered 404");
    expect(server.requests()).toBe(2);
  });

  test("with what is wrong about the files that are here", async () => {
    const path = await inMirror("something else");
    expect(reason(nowhere)).toContain(`${path} is damaged: its SHA-256 begins with`);
  });

  test("by the digits in their name, where the catalog has no checksum", async () => {
    await inMirror("something else");
    expect(reason(nowhere, {})).toContain(`in place of ${sha256.slice(0, 8)}`);
  });

  test("in the quick budget, which downloads nothing", async () => {
    vi.stubEnv("DESCENT_BUDGET", "quick");
    const server = await fileServer(content);
    expect(reason(server.url)).toContain("nothing is downloaded in the quick budget");
    expect(server.requests()).toBe(0);
  });
});

test("the catalog has each network's weights, with a checksum that begins as their name ends", () => {
  for (const { dataset, file } of Object.values(downloadedWeights)) {
    const entry = readCatalog().find(({ id }) => id === dataset);
    const [listed] = entry?.files ?? [];
    expect(listed).toMatchObject({ name: file, url: `https://download.pytorch.org/models/${file}` });
    expect(file).toContain(`-${listed?.sha256?.slice(0, 8)}.pth`);
    expect(entry?.licence).toBe("BSD-3-Clause");
  }
});

describe("fetchWeights", () => {
  test("names the networks that it knows", async () => {
    await expect(fetchWeights("resnet19")).rejects.toThrow(
      'Expected architecture to be one of resnet18, resnet34, resnet50 but got "resnet19"',
    );
  });

  test("gives the path of a file that is here", async () => {
    const path = await put(join(mirror, "resnet18-imagenet", "resnet18-f37072fd.pth"), content);
    const toys: CatalogEntry = {
      ...catalog(nowhere)[0],
      id: "resnet18-imagenet",
      files: [{ name: "resnet18-f37072fd.pth", sha256 }],
    } as CatalogEntry;
    expect(await fetchWeights("resnet18", { catalog: [toys] })).toBe(path);
  });
});
