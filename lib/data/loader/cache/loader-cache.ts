import { formatCount, plural } from "../../../base/index.ts";
import type { CacheShare } from "./cache.ts";
import { CacheIndex } from "./index-table.ts";
import { growingMemory } from "./memory-store.ts";

/** A loader's cache over its epochs. */
export interface LoaderCache {
  /** Makes ready for an epoch; undefined where there can be no cache, and then a line on the screen has said why. */
  begin(): Promise<CacheSession | undefined>;
}

/** A cache during one epoch. */
export interface CacheSession {
  /** What threads need. */
  readonly share: CacheShare;
  /** Keeps what the epoch has added. Called once no thread works on it any more. */
  end(): Promise<void>;
}

/** A cache in memory for so many pictures; half of the free memory unless told how much. */
export class MemoryCache implements LoaderCache {
  readonly #share: CacheShare;
  readonly #session: CacheSession;

  constructor(length: number, bytes = Math.floor(process.availableMemory() / 2)) {
    this.#share = { index: CacheIndex.share(length), store: { kind: "memory", memory: growingMemory(bytes) } };
    const warn = warnOnce(new CacheIndex(this.#share.index), "memory");
    this.#session = { share: this.#share, end: async () => warn() };
  }

  async begin(): Promise<CacheSession> {
    return this.#session;
  }
}

/** Says on the screen, once, what a cache could not do. The loader works all the same. */
export function warnOnce(index: CacheIndex, kind: "memory" | "disk"): () => void {
  let warned = false;
  return () => {
    const { noRoom, error } = index.report;
    if (warned || (noRoom === 0 && error === undefined)) return;
    warned = true;
    console.warn(
      error
        ? `The loader's cache (${kind}) could not take all pictures (${error}${error === "ENOSPC" ? ", the disk is full" : ""}): the others are decoded each time.`
        : `The loader's cache (${kind}) is full: ${formatCount(index.rows().length)} of ${plural(index.length, "picture")} are in it, the others are decoded each time. A smaller size in T.resize(…) or more cacheBytes makes room.`,
    );
  };
}
