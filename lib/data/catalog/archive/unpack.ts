import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { type FileHandle, mkdir, rename as move, open, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { formatBytes, formatCount, messageOf, Problem } from "../../../base/index.ts";
import { explainFileFault } from "../file-fault.ts";
import type { Listing } from "../listing.ts";
import { freeLeftovers, privateName } from "../private-name.ts";
import type { ArchiveEntry, ReadEntries } from "./entry.ts";
import { gzipEntries } from "./gzip.ts";
import { safePath, unsafe } from "./safe-path.ts";
import { tarEntries } from "./tar.ts";
import { zipEntries } from "./zip.ts";

export interface UnpackOptions {
  /** How many leading parts of each path are dropped. */
  readonly strip?: number;
  /** Folders that get another name. */
  readonly rename?: Readonly<Record<string, string>>;
  /** Which files are wanted, by their path in the folder; all unless told. */
  readonly select?: (path: string) => boolean;
  /** Called with the listing of what was unpacked before the folder gets its name; what it throws ends the unpacking. */
  readonly check?: (unpacked: Listing) => void | Promise<void>;
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes of the archive that have been read so far. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/** What an archive may not exceed: one that does was made to fill the disk. */
interface Limits {
  readonly entries: number;
  readonly bytes: number;
  /** Bytes unpacked for each byte of the archive, from 100 MB on. Text packs to a tenth, tables to a thirtieth. */
  readonly ratio: number;
}

const ordinaryLimits: Limits = { entries: 500_000, bytes: 20e9, ratio: 200 };
const ratioFrom = 100e6; // bytes

/**
 * Unpacks an archive (`.zip`, `.tar`, `.tar.gz`, `.tgz`, `.gz`) into a folder that is there when it is whole, or not at all.
 *
 * Nothing is written outside the folder. Only files and folders are made: an archive with links, devices or paths that lead out is
 * refused whole.
 *
 * @throws Problem `archive-unsafe`, `archive-too-large`, `archive-damaged`, `archive-unknown`, `stopped`, `disk-full` or
 *   `cache-not-writable`; nothing is left behind then
 */
export async function unpack(archive: string, folder: string, options: UnpackOptions = {}): Promise<void> {
  const read = readerOf(archive);
  await freeLeftovers(folder, ending);
  const temporary = privateName(folder, ending);
  try {
    await mkdir(temporary, { recursive: true });
    const unpacked = await write(read, archive, temporary, options);
    await options.check?.(unpacked);
    await move(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another process was faster: its folder is whole, as this one is.
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOTEMPTY" || code === "EEXIST") return;
    throw explain(error, archive, options.signal);
  }
}

const ending = "unpacking";

function readerOf(archive: string): ReadEntries {
  const name = basename(archive).toLowerCase();
  if (name.endsWith(".zip")) return zipEntries;
  if (/\.(tar|tgz|tar\.gz)$/.test(name)) return tarEntries;
  if (name.endsWith(".gz")) return gzipEntries;
  throw new Problem("archive-unknown", `Expected an archive .zip, .tar, .tar.gz, .tgz or .gz but got ${archive}`, {
    hint: "Unpack it by hand, or pack it anew in one of these formats.",
  });
}

async function write(read: ReadEntries, archive: string, folder: string, options: UnpackOptions): Promise<Listing> {
  const { signal, onProgress = () => undefined, select = () => true } = options;
  const budget = new Budget(archive, (await stat(archive)).size, { ...ordinaryLimits, ...options.limits });
  const listing = new Map<string, string>();
  const made = new Set<string>();
  for await (const entry of read(archive, { signal, onRead: onProgress })) {
    signal?.throwIfAborted();
    budget.spendEntry();
    const path = safePath(entry.path, archive);
    if (entry.kind === "other") throw unsafe(archive, `${JSON.stringify(entry.path)} is neither a file nor a folder (a link or a device)`);
    const name = placeOf(path, options);
    if (entry.kind === "folder" || name === undefined || !select(name)) continue; // folders come with their files
    const target = join(folder, name);
    if (!made.has(dirname(target))) await mkdir(dirname(target), { recursive: true });
    made.add(dirname(target));
    listing.set(name, await writeFile(target, entry, budget));
  }
  return listing;
}

/** Where a file of the archive belongs in the folder; undefined where nothing is left of its path. */
function placeOf(path: string, { strip = 0, rename = {} }: UnpackOptions): string | undefined {
  const name = path.split("/").slice(strip).join("/");
  const from = Object.keys(rename).find((prefix) => name.startsWith(`${prefix}/`));
  return (from === undefined ? name : `${rename[from]}${name.slice(from.length)}`) || undefined;
}

/** Writes one file. @returns its SHA-256 */
async function writeFile(path: string, entry: ArchiveEntry, budget: Budget): Promise<string> {
  const hash = createHash("sha256");
  let file: FileHandle | undefined;
  let held: Uint8Array | undefined; // the last chunk: a file of one chunk is written in one go, three times as fast
  try {
    for await (const chunk of entry.content) {
      budget.spend(chunk.length);
      hash.update(chunk);
      if (held) {
        file ??= await open(path, "w");
        await file.writeFile(held);
      }
      held = chunk;
    }
    if (file) await file.writeFile(held ?? "");
    else writeFileSync(path, held ?? "");
  } finally {
    await file?.close();
  }
  return hash.digest("hex");
}

/** Counts what is unpacked. Its methods throw Problem `archive-too-large` once a limit is passed. */
class Budget {
  readonly #archive: string;
  readonly #limits: Limits;
  readonly #bytes: number;
  #spent = 0;
  #entries = 0;

  constructor(archive: string, size: number, limits: Limits) {
    this.#archive = archive;
    this.#limits = limits;
    this.#bytes = Math.min(limits.bytes, Math.max(ratioFrom, limits.ratio * size));
  }

  spendEntry(): void {
    if (++this.#entries > this.#limits.entries) this.#refuse(`${formatCount(this.#limits.entries)} files`);
  }

  spend(bytes: number): void {
    this.#spent += bytes;
    if (this.#spent > this.#bytes) this.#refuse(formatBytes(this.#bytes));
  }

  #refuse(limit: string): never {
    throw new Problem("archive-too-large", `${this.#archive} unpacks to more than ${limit}: it may have been made to fill the disk`, {
      hint: "Nothing of it was kept. Where you trust it, unpack it by hand into a folder that DESCENT_DATASETS names.",
    });
  }
}

function explain(error: unknown, archive: string, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) {
    return new Problem("stopped", `Stopped while ${archive} was unpacked`, {
      hint: "Run it again: what was downloaded is kept, the unpacking starts over.",
      cause: error,
    });
  }
  if (error instanceof Problem) return error;
  const fault = explainFileFault(error, archive);
  if (fault instanceof Problem) return fault;
  const message = messageOf(error);
  if (/invalid (relative )?path|absolute path|invalid characters in fileName/.test(message)) return unsafe(archive, message); // as yauzl says it
  return new Problem("archive-damaged", `${archive} can't be unpacked: ${message}`, {
    hint: "It may be cut off or not be what its name says. Run it again: a download comes anew. In a mirror, put a whole one in its place.",
    cause: error,
  });
}
