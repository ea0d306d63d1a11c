import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { budget } from "../../base/index.ts";
import { type CatalogEntry, findEntry, placesOf, readCatalog } from "../../data/catalog/index.ts";
import type { DownloadedWeights } from "./known-weights.ts";

/** A file of weights in memory, checked; or, in words, why it can't be had. */
export type Brought = { readonly bytes: Uint8Array; readonly path: string } | { readonly reason: string };

export interface BringOptions {
  /** Where the file is looked up; by default the project's catalog. */
  readonly catalog?: readonly CatalogEntry[];
}

/** Milliseconds that a download may take while everything else waits; what came by then stays for the next try. */
const longestDownload = 600_000;
/** What could not be downloaded, and why: a network that is down is waited for once, not with every model. */
const failed = new Map<string, string>();

/**
 * A file of weights: from the mirror, from the cache, or else downloaded now, by a process of its own, for a model is built without
 * `await`. Its progress goes to the terminal that Jupyter was started in.
 *
 * Without a network it fails in seconds, and once a process. In the quick budget nothing is downloaded.
 */
export function bringWeights(weights: DownloadedWeights, { catalog = readCatalog() }: BringOptions = {}): Brought {
  const entry = findEntry(catalog, weights.dataset);
  const here = lookFor(entry, weights);
  if ("bytes" in here) return here;
  if (budget() === "quick") return { reason: `${here.reason}, and nothing is downloaded in the quick budget` };
  const before = failed.get(entry.id) ?? download(entry, weights);
  if (before !== undefined) {
    failed.set(entry.id, before);
    return { reason: `${here.reason}, and ${before}` };
  }
  return lookFor(entry, weights);
}

/** Lets the next model try to download again. */
export function forgetFailure(dataset: string): void {
  failed.delete(dataset);
}

/** The first good file in the mirror and in the cache. */
function lookFor(entry: CatalogEntry, { file }: DownloadedWeights): Brought {
  const reasons: string[] = [];
  for (const { path } of placesOf(entry.id, file)) {
    const bytes = readIfThere(path);
    const fault = bytes && faultOf(bytes, entry, file);
    if (bytes && !fault) return { bytes, path };
    if (fault) reasons.push(`${path} is damaged: ${fault}`);
  }
  return { reason: reasons.join("; ") || `${file} is not here` };
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined; // a mirror need not have it
  }
}

/** The file must have the checksum of the catalog, and the one that its name tells. */
function faultOf(bytes: Uint8Array, entry: CatalogEntry, file: string): string | undefined {
  const wanted = entry.files.find(({ name }) => name === file)?.sha256 ?? /-([0-9a-f]{8,})\.pth$/.exec(file)?.[1] ?? "";
  const got = createHash("sha256").update(bytes).digest("hex");
  return got.startsWith(wanted) ? undefined : `its SHA-256 begins with ${got.slice(0, 8)} in place of ${wanted.slice(0, 8)}`;
}

/** @returns why it failed; undefined where it did not */
function download(entry: CatalogEntry, { file }: DownloadedWeights): string | undefined {
  const child = join(import.meta.dirname, "download-child.ts");
  const { status, signal, stdout } = spawnSync(process.execPath, [child, JSON.stringify(entry), file], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: longestDownload,
    encoding: "utf8",
  });
  if (status === 0) return undefined;
  if (stdout.trim()) return stdout.trim();
  return signal ? `its download was stopped (${signal})` : "its download failed";
}
