import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeAtomically } from "../../base/index.ts";
import { besides, isOrphan, privateName } from "./private-name.ts";

/**
 * A download that is not whole yet: a folder beside the file to be, with the bytes so far and the server's mark of their version.
 *
 * Only one download may write to a part. The folder's name says whose it is, and taking it over is a rename, which succeeds for one
 * only: `NAME.free.part` waits for the next download of that file, `NAME.PID-COUNT.part` belongs to a process. What a killed
 * process left is free as soon as its process is gone.
 */
export class Part {
  readonly #target: string;
  readonly #folder: string;

  private constructor(target: string, folder: string) {
    this.#target = target;
    this.#folder = folder;
  }

  /** Takes over what an earlier download of `target` left, or begins with nothing. */
  static async claim(target: string): Promise<Part> {
    await mkdir(dirname(target), { recursive: true });
    const folder = privateName(target, "part");
    for (const left of await leftovers(target)) {
      if (await rename(left, folder).then(yes, no)) return new Part(target, folder);
    }
    await mkdir(folder);
    return new Part(target, folder);
  }

  /** Where the bytes lie. */
  get path(): string {
    return join(this.#folder, "bytes");
  }

  /** How many bytes have come so far. */
  async size(): Promise<number> {
    return stat(this.path).then(
      ({ size }) => size,
      () => 0,
    );
  }

  /** The server's ETag or Last-Modified of these bytes; undefined where it gave none. */
  async version(): Promise<string | undefined> {
    return readFile(this.#versionPath, "utf8").catch(() => undefined);
  }

  /** Forgets the bytes so far: the next ones belong to `version`. */
  async startOver(version?: string): Promise<void> {
    await writeFile(this.path, "");
    await rm(this.#versionPath, { force: true });
    if (version !== undefined) await writeAtomically(this.#versionPath, version);
  }

  /** Puts the whole file in its place. */
  async finish(): Promise<void> {
    await rename(this.path, this.#target);
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Leaves the bytes for the next download of the same file; where another part waits already, that one stays. */
  async release(): Promise<void> {
    const free = `${this.#target}.free.part`;
    const waits = (await this.size()) > 0 && (await rename(this.#folder, free).then(yes, no));
    if (!waits) await rm(this.#folder, { recursive: true, force: true });
  }

  get #versionPath(): string {
    return join(this.#folder, "version");
  }
}

const yes = (): boolean => true;
const no = (): boolean => false;

/** Parts of `target` that belong to nobody: freed ones, and those of processes that are gone. */
async function leftovers(target: string): Promise<string[]> {
  const parts = await besides(target, "part");
  return parts.filter(({ owner }) => owner === "free" || isOrphan(owner)).map(({ path }) => path);
}
