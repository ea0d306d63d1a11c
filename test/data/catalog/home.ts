import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import type { CatalogEntry } from "../../../lib/data/catalog/index.ts";

/** An empty folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "descent-data-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty `DESCENT_HOME` and no mirror, until the test ends. */
export async function emptyHome(): Promise<string> {
  const folder = await temporaryFolder();
  vi.stubEnv("DESCENT_HOME", folder);
  vi.stubEnv("DESCENT_DATASETS", undefined);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  return folder;
}

/** A file of random bytes. */
export const content: Uint8Array = randomBytes(300_000);

export const pinned: { readonly bytes: number; readonly sha256: string } = {
  bytes: content.length,
  sha256: createHash("sha256").update(content).digest("hex"),
};

/** A catalog of one data set, `toys`, with one file, `file.bin`. */
export function toyCatalog(url: string): readonly CatalogEntry[] {
  return [
    {
      id: "toys",
      title: "Toys",
      licence: "CC0",
      citation: "nobody, never",
      files: [{ name: "file.bin", ...pinned, url }],
      folders: [],
    },
  ];
}
