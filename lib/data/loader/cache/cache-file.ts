import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import Type from "typebox";
import Value from "typebox/value";
import { inHome, readJson, writeAtomically } from "../../../base/index.ts";

const Whole = Type.Integer({ minimum: 0 });

/** Bytes and time of a picture's file, and where what was made of it lies: file, offset, height, width, channels, CRC-32. */
const Kept = Type.Tuple([Whole, Type.Number(), Type.String(), Whole, Whole, Whole, Whole, Whole]);

/** A cache on the disk: files of pixels, to which only is added what is not named here yet, and what lies where. */
const Contents = Type.Object({
  /** Bytes of each file, by its name. */
  files: Type.Record(Type.String(), Whole),
  /** By the path of the picture's file. */
  pictures: Type.Record(Type.String(), Kept),
});

export type KeptPicture = Type.Static<typeof Kept>;
export type CacheContents = Type.Static<typeof Contents>;

/** Changed when the form of the files, or what decoding gives, changes. */
const version = 1;
/** A file of pixels that no index names belongs to a process that writes it now, or that was ended before it was done. */
const abandonedAfter = 24 * 3600 * 1000;

/** The files of a disk's cache for one chain of transforms. Processes that use it at the same time never change each other's files. */
export class CacheFile {
  readonly folder: string;
  readonly #key: string;

  /** @param what tells what the pictures are: caches of different things never meet */
  constructor(what: unknown) {
    this.folder = inHome("cache", "loader");
    this.#key = createHash("sha256")
      .update(JSON.stringify([version, what]))
      .digest("hex")
      .slice(0, 24);
  }

  /** What is there and whole. Nothing, where there is no cache yet or its index is damaged. */
  async read(): Promise<CacheContents> {
    const found = await readJson(this.#index()).catch(() => undefined);
    if (!Value.Check(Contents, found)) return { files: {}, pictures: {} };
    const whole = new Set<string>();
    for (const [name, bytes] of Object.entries(found.files)) {
      const size = await stat(join(this.folder, name)).then(
        (file) => file.size,
        () => -1,
      );
      if (size >= bytes) whole.add(name);
    }
    return {
      files: Object.fromEntries(Object.entries(found.files).filter(([name]) => whole.has(name))),
      pictures: Object.fromEntries(Object.entries(found.pictures).filter(([, picture]) => whole.has(picture[2]))),
    };
  }

  /** The path of a new file of pixels, in a folder that is there. */
  async newFile(): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    return join(this.folder, `${this.#key}-${randomUUID()}.pixels`);
  }

  /** Adds pictures to what the index tells now, which another process may have written. Files that hold nothing of use any more are removed. */
  async add(pictures: Readonly<Record<string, KeptPicture>>, bytes: Readonly<Record<string, number>>): Promise<void> {
    const now = await this.read();
    const merged = { ...now.pictures, ...pictures };
    const used = new Set(Object.values(merged).map((picture) => picture[2]));
    const files = Object.entries({ ...now.files, ...bytes }).filter(([name]) => used.has(name));
    await writeAtomically(this.#index(), JSON.stringify({ files: Object.fromEntries(files), pictures: merged } satisfies CacheContents));
    await this.#removeUnused(used);
  }

  async #removeUnused(used: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(this.folder)) {
      if (!name.startsWith(`${this.#key}-`) || used.has(name)) continue;
      const path = join(this.folder, name);
      const age = await stat(path).then(
        (file) => Date.now() - file.mtimeMs,
        () => 0,
      );
      // On Windows a file that is open can't be removed: then it stays until next time.
      if (age > abandonedAfter) await rm(path, { force: true }).catch(() => undefined);
    }
  }

  #index(): string {
    return join(this.folder, `${this.#key}.json`);
  }
}
