import { closeSync, fstatSync, openSync } from "node:fs";
import { rm, statfs } from "node:fs/promises";
import { basename, join } from "node:path";
import { messageOf } from "../../../base/index.ts";
import { CacheFile, type KeptPicture } from "./cache-file.ts";
import { stampShare } from "./disk-store.ts";
import { CacheIndex } from "./index-table.ts";
import { type CacheSession, type LoaderCache, warnOnce } from "./loader-cache.ts";

export interface DiskCacheParts {
  /** Path of each picture's file, `[N]`. */
  readonly paths: readonly string[];
  /** Tells what is kept: the transforms before it, the channels. Plain data. */
  readonly what: unknown;
  /** The most bytes; half of what is free unless told. */
  readonly bytes?: number | undefined;
}

/** A file of pixels that is open in this process. */
interface OpenFile {
  readonly name: string;
  readonly number: number;
}

/** Closes the files of caches that nobody holds any more. */
const closing = new FinalizationRegistry<OpenFile[]>((files) => {
  for (const { number } of files) closeSync(number);
});

/** A cache in files, which later processes use too. */
export class DiskCache implements LoaderCache {
  readonly #parts: DiskCacheParts;
  readonly #file: CacheFile;
  readonly #share;
  readonly #index: CacheIndex;
  readonly #stamps;
  readonly #files: OpenFile[] = [];
  readonly #warn: () => void;
  /** What this process writes, and how many pictures of it the index on the disk names. */
  #own: OpenFile | undefined;
  #named = 0;
  #sessions = 0;
  #restored: Promise<void> | undefined;

  constructor(parts: DiskCacheParts) {
    const { length } = parts.paths;
    this.#parts = parts;
    this.#file = new CacheFile(parts.what);
    this.#stamps = stampShare(length);
    this.#share = CacheIndex.share(length);
    this.#index = new CacheIndex(this.#share);
    this.#warn = warnOnce(this.#index, "disk");
    closing.register(this, this.#files);
  }

  async begin(): Promise<CacheSession | undefined> {
    try {
      this.#restored ??= this.#restore();
      await this.#restored;
      this.#own ??= await this.#openOwn();
      const open = this.#files.indexOf(this.#own);
      const limit = this.#parts.bytes ?? (await halfOfFreeDisk(this.#file.folder));
      const files = this.#files.map(({ number }) => number);
      const share = { index: this.#share, store: { kind: "disk", files, open, limit, stamps: this.#stamps } } as const;
      this.#sessions++;
      return { share, end: () => this.#end(open) };
    } catch (error) {
      console.warn(`The loader goes on without its cache on the disk: ${messageOf(error)}`);
      return undefined;
    }
  }

  async #openOwn(): Promise<OpenFile> {
    const path = await this.#file.newFile();
    const own = { name: basename(path), number: openSync(path, "wx+") };
    this.#files.push(own);
    return own;
  }

  /** Names what this process has written so far in the index on the disk, so that later processes find it. */
  async #end(open: number): Promise<void> {
    const { name, number } = this.#files[open] as OpenFile;
    const rows = this.#index.rows().filter((row) => this.#index.entry(row).file === open);
    try {
      if (rows.length > this.#named) await this.#file.add(this.#kept(rows, name), { [name]: fstatSync(number).size });
      this.#named = rows.length;
    } catch (error) {
      console.warn(`The loader's cache serves this process only, for it could not be kept: ${messageOf(error)}`);
    }
    this.#sessions--;
    if (rows.length === 0 && this.#sessions === 0) await this.#dropOwn();
    this.#warn();
  }

  /** Removes a file that nothing was written to. */
  async #dropOwn(): Promise<void> {
    const own = this.#files.pop() as OpenFile;
    this.#own = undefined;
    closeSync(own.number);
    await rm(join(this.#file.folder, own.name), { force: true });
  }

  #kept(rows: readonly number[], name: string): Record<string, KeptPicture> {
    const { sizes, times } = this.#stamps;
    const { paths } = this.#parts;
    return Object.fromEntries(
      rows.map((row) => {
        const { offset, height, width, channels, checksum } = this.#index.entry(row);
        return [paths[row] ?? "", [sizes[row] ?? 0, times[row] ?? 0, name, offset, height, width, channels, checksum]];
      }),
    );
  }

  /** Takes over what earlier processes have kept. */
  async #restore(): Promise<void> {
    const { files, pictures } = await this.#file.read();
    const places = new Map<string, number>();
    for (const name of Object.keys(files)) {
      places.set(name, this.#files.push({ name, number: openSync(join(this.#file.folder, name), "r") }) - 1);
    }
    for (const [row, path] of this.#parts.paths.entries()) {
      const kept = Object.hasOwn(pictures, path) ? pictures[path] : undefined;
      const file = places.get(kept?.[2] ?? "");
      if (!kept || file === undefined) continue;
      const [size, time, , offset, height, width, channels, checksum] = kept;
      this.#stamps.sizes[row] = size;
      this.#stamps.times[row] = time;
      this.#index.restore(row, { file, offset, height, width, channels, checksum });
    }
  }
}

async function halfOfFreeDisk(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.floor((bavail * bsize) / 2);
}
