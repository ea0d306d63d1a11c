import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cellSignal, formatBytes, inHome, messageOf, Problem } from "../../base/index.ts";
import { unpack } from "./archive/unpack.ts";
import { byteBar } from "./byte-bar.ts";
import { type CatalogArchive, type CatalogEntry, type CatalogFile, readCatalog } from "./catalog.ts";
import { download } from "./download.ts";
import { findFile } from "./find.ts";
import { readFirstSeen, recordContent, warnOfChange } from "./first-seen.ts";
import { mirrorFolder, nameOf, type Place, placesOf } from "./places.ts";
import { privateName } from "./private-name.ts";
import { isPinned, type Verdict, verifyOnce } from "./verify.ts";

export interface FetchOptions {
  /** Stops the download; by default the running notebook cell's. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes so far and in all (0 where that is unknown), in place of the progress bar that is shown otherwise. */
  readonly onProgress?: (bytes: number, total: number) => void;
  /** Where the file is looked up; by default the project's catalog. */
  readonly catalog?: readonly CatalogEntry[];
}

/** The options, with what was wrong at the places that were looked at before. */
export type Attempt = FetchOptions & { readonly failures: readonly string[] };

/** Files that are here before one could read a progress bar get none, unless there is something to tell. */
const barFrom = 1_000_000; // bytes

/**
 * The path of a data set's file, checked against the catalog's length and checksum.
 *
 * Looked for in the mirror `DESCENT_DATASETS` (used where it lies, never changed), then in the cache, then downloaded into the
 * cache. A mirror or a cache whose file is missing or damaged is passed over. Of a file without a checksum in the catalog the first
 * that comes is recorded; when another comes later, a warning says so.
 *
 * @param dataset its id in `datasets/catalog.json`
 * @param name the file's name there
 * @throws Problem with the code of what failed last; its message says what was wrong at each place
 */
export async function fetchFile(dataset: string, name: string, options: FetchOptions = {}): Promise<string> {
  const { entry, file } = findFile(options.catalog ?? readCatalog(), dataset, name);
  return bring(entry, file, options);
}

/**
 * The same for one picture of a data set that has its pictures one by one.
 *
 * @param path relative, as the data set's tables give it, such as `S1/B04/B04_R1/S1_B04_R1_PICT0012.JPG`
 * @throws Problem `unknown-picture` where the path can't be one, and as `fetchFile`
 */
export async function fetchPicture(entry: CatalogEntry, path: string, options: FetchOptions = {}): Promise<string> {
  if (!entry.pictures || !/^(?!.*\.\.)[\w-][\w. -]*(\/[\w-][\w. -]*)*\.\w+$/.test(path)) {
    throw new Problem("unknown-picture", `Expected the relative path of a picture of ${entry.id} but got ${JSON.stringify(path)}`, {
      hint: "The table of images has the paths, such as S1/B04/B04_R1/S1_B04_R1_PICT0012.JPG.",
    });
  }
  const url = entry.pictures + path.split("/").map(encodeURIComponent).join("/");
  return bring(entry, { name: `pictures/${path}`, url }, options);
}

/**
 * The path of an archive, as it was downloaded.
 *
 * @param options.failures what was wrong at the places where its content was looked for before
 */
export async function fetchArchive(entry: CatalogEntry, archive: CatalogArchive, { failures, ...options }: Attempt): Promise<string> {
  return bring(entry, { ...archive, name: nameOf(archive.url) }, options, failures);
}

async function bring(entry: CatalogEntry, file: CatalogFile, options: FetchOptions, before: readonly string[] = []): Promise<string> {
  const { signal = cellSignal() } = options;
  const failures = [...before];
  for (const place of placesOf(entry.id, file.name)) {
    const verdict = await look(entry, file, place, signal).catch((error) => passOver(error, place.path, signal));
    if (verdict.is === "good") return place.path;
    if (verdict.is === "damaged") failures.push(`${place.path} (${place.in}) is damaged: it ${verdict.reason}`);
    else if (place.in === "mirror" && before.length === 0) failures.push(`the mirror ${mirrorFolder()} has no ${entry.id}/${file.name}`);
  }
  try {
    if (file.archive) return await unpackFile(entry, file, file.archive, { ...options, signal, failures });
    return await downloadFile(entry, file, { ...options, signal, failures });
  } catch (error) {
    throw file.archive ? error : withFailures(error, failures);
  }
}

/** What lies at a place: against the catalog's checksum or, where there is none, against what came before. */
async function look(entry: CatalogEntry, file: CatalogFile, place: Place, signal: AbortSignal | undefined): Promise<Verdict> {
  if (isPinned(file)) return verifyOnce(place.path, file, signal);
  const seen = await readFirstSeen(entry.id, file.name);
  if (seen && place.in === "cache") return verifyOnce(place.path, seen.last, signal);
  const verdict = await verifyOnce(place.path, seen ? seen.first : file, signal);
  if (!seen && verdict.is === "good") await recordContent(entry.id, file.name, place.path, signal);
  if (!seen || verdict.is !== "damaged") return verdict;
  warnOfChange(place.path, seen.day, verdict.reason); // a mirror is its owner's: what is new there is used
  return { is: "good" };
}

async function downloadFile(entry: CatalogEntry, file: CatalogFile, options: Attempt): Promise<string> {
  const { url } = file;
  const { failures } = options;
  if (!url) throw onlyInMirror(entry, file.name);
  const target = inHome("cache", entry.id, file.name);
  const bar = options.onProgress ? undefined : byteBar(`${entry.title}: ${file.name}`, failures.length > 0 ? 0 : barFrom);
  const report = options.onProgress ?? bar?.report;
  try {
    const source = { ...file, url };
    await download(source, target, { signal: options.signal, onProgress: (bytes, total) => report?.(bytes, total ?? 0) });
    if (!isPinned(file)) await recordContent(entry.id, file.name, target, options.signal);
    bar?.done(failures.length > 0 ? (bytes) => `downloaded ${formatBytes(bytes)}, for ${failures.join("; ")}` : undefined);
    return target;
  } catch (error) {
    bar?.fail(messageOf(error));
    throw error;
  }
}

/** Takes one file out of an archive. */
async function unpackFile(entry: CatalogEntry, file: CatalogFile, archive: CatalogArchive, options: Attempt): Promise<string> {
  const { member = file.name } = file;
  const packed = await fetchArchive(entry, archive, options);
  const target = inHome("cache", entry.id, file.name);
  const folder = privateName(target, "member");
  try {
    await unpack(packed, folder, {
      select: (path) => path === member,
      signal: options.signal,
      check: (unpacked) => {
        const sha256 = unpacked.get(member);
        if (sha256 !== undefined && (file.sha256 ?? sha256) === sha256) return;
        throw new Problem("wrong-content", `${packed} ${sha256 ? "has another" : "has no"} ${member} than the catalog names`, {
          hint: "What is at the source may have changed: look for a newer version of this project.",
        });
      },
    });
    await rename(join(folder, member), target);
    return target;
  } finally {
    await rm(folder, { recursive: true, force: true });
    if (!options.signal?.aborted) await discardArchive(entry, packed);
  }
}

/** Removes a downloaded archive: it has served, or it is no good. A mirror's is its owner's. */
export async function discardArchive(entry: CatalogEntry, path: string): Promise<void> {
  if (dirname(path) === inHome("cache", entry.id)) await rm(path, { force: true });
}

/** @param failures what was wrong at the places where it was looked for */
export function onlyInMirror(entry: CatalogEntry, name: string, failures: readonly string[] = []): Problem {
  const words = `Only a mirror has ${entry.id}/${name}: the catalog knows no address to download it from`;
  return new Problem("no-source", [words, ...failures].join("; "), {
    hint: `Put it into a folder that DESCENT_DATASETS names.${entry.note ? ` ${entry.note}` : ""}`,
  });
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
