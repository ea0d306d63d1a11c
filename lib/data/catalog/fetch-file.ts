import { join } from "node:path";
import { cellSignal, formatBytes, inHome, messageOf, Problem } from "../../base/index.ts";
import { type Progress, progress } from "../../plot/index.ts";
import { type CatalogEntry, findFile, readCatalog } from "./catalog.ts";
import { download } from "./download.ts";
import { type Verdict, verifyOnce } from "./verify.ts";

export interface FetchOptions {
  /** Stops the download; by default the running notebook cell's. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes so far and in all, in place of the progress bar that is shown otherwise. */
  readonly onProgress?: (bytes: number, total: number) => void;
  /** Where the file is looked up; by default the project's catalog. */
  readonly catalog?: readonly CatalogEntry[];
}

/** Files that are here before one could read a progress bar get none, unless there is something to tell. */
const barFrom = 1_000_000; // bytes

/**
 * The path of a data set's file, checked against the catalog's length and SHA-256.
 *
 * Looked for in the mirror `DESCENT_DATASETS` (used where it lies, never changed), then in the cache, then downloaded into the
 * cache. A mirror or a cache whose file is missing or damaged is passed over.
 *
 * @param dataset its id in `datasets/catalog.json`
 * @param name the file's name there
 * @throws Problem with the code of what failed last; its message says what was wrong at each place
 */
export async function fetchFile(dataset: string, name: string, options: FetchOptions = {}): Promise<string> {
  const { signal = cellSignal(), catalog = readCatalog() } = options;
  const { entry, file, source } = findFile(catalog, dataset, name);
  const failures: string[] = [];

  const mirror = process.env["DESCENT_DATASETS"];
  const cached = inHome("cache", dataset, name);
  for (const path of mirror ? [join(mirror, dataset, name), cached] : [cached]) {
    const verdict = await verifyOnce(path, file, signal).catch((error) => passOver(error, path, signal));
    if (verdict.is === "good") return path;
    const place = path === cached ? "cache" : "mirror";
    if (verdict.is === "damaged") failures.push(`${path} (${place}) is damaged: it ${verdict.reason}`);
    else if (place === "mirror") failures.push(`the mirror ${mirror} has no ${dataset}/${name}`);
  }

  if (!source) {
    throw new Problem("no-source", `No source of the catalog has ${dataset}/${name} as a file of its own`, {
      hint: "Put it into a folder that DESCENT_DATASETS names.",
    });
  }
  const wantsBar = !options.onProgress && (file.bytes >= barFrom || failures.length > 0);
  const bar = wantsBar ? downloadBar(`${entry.title}: ${name}`, file.bytes) : undefined;
  const onProgress = options.onProgress ?? bar?.report;
  try {
    await download(source, cached, { signal, onProgress: onProgress && ((bytes) => onProgress(bytes, file.bytes)) });
    bar?.done(failures.length > 0 ? `downloaded ${formatBytes(file.bytes)}, for ${failures.join("; ")}` : undefined);
    return cached;
  } catch (error) {
    bar?.fail(messageOf(error));
    throw withFailures(error, failures);
  }
}

interface DownloadBar {
  report(bytes: number): void;
  done(text?: string): void;
  fail(text: string): void;
}

/** A progress bar that appears with the first byte. */
function downloadBar(title: string, total: number): DownloadBar {
  let bar: Progress | undefined;
  let shown = 0;
  return {
    report(bytes) {
      bar ??= progress({ title, total, unit: "B" });
      bar.advance(bytes - shown); // below 0 where a download starts over
      shown = bytes;
    },
    done: (text) => bar?.done(text),
    fail: (text) => bar?.fail(text),
  };
}

/** A place that can't even be read is passed over as a damaged one; a Stop is not. */
function passOver(error: unknown, path: string, signal: AbortSignal | undefined): Verdict {
  if (signal?.aborted) {
    throw new Problem("stopped", `Stopped while ${path} was checked`, { hint: "Run it again: nothing is lost.", cause: error });
  }
  return { is: "damaged", reason: `can't be read: ${messageOf(error)}` };
}

/** The problem, with what was wrong at the places that were tried before. */
function withFailures(error: unknown, failures: readonly string[]): unknown {
  if (!(error instanceof Problem) || failures.length === 0) return error;
  const message = `${error.message}. Before that, ${failures.join("; ")}`;
  return new Problem(error.code, message, { hint: error.hint, cause: error });
}
