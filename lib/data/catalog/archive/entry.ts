/** One thing in an archive. */
export interface ArchiveEntry {
  /** As it stands in the archive: not to be trusted. */
  readonly path: string;
  /** `other` for links, devices and what else is neither. */
  readonly kind: "file" | "folder" | "other";
  /** The bytes of a file. Read before the next entry is asked for, or not at all. */
  readonly content: AsyncIterable<Uint8Array>;
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes of the archive that have been read so far. */
  readonly onRead: (bytes: number) => void;
}

/** Gives the things in an archive, in their order. Throws whatever its format's reader throws where the archive is damaged. */
export type ReadEntries = (archive: string, options: ReadOptions) => AsyncGenerator<ArchiveEntry>;
