import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { ReadEntries, ReadOptions } from "./entry.ts";

/** The bytes of a file as they lie on the disk. */
export function packedBytes(path: string, { signal, onRead }: ReadOptions): Readable {
  const bytes = createReadStream(path, { highWaterMark: 1 << 18, ...(signal && { signal }) });
  let read = 0;
  return bytes.on("data", (chunk) => {
    read += chunk.length;
    onRead(read);
  });
}

/** The same bytes, unpacked from gzip. */
export function gunzipped(packed: Readable): Readable {
  const content = createGunzip({ chunkSize: 1 << 18 });
  pipeline(packed, content).catch(() => undefined); // whoever reads the content gets the error
  return content;
}

/** The one file in a `.gz` archive, under the archive's name without its ending. */
export const gzipEntries: ReadEntries = async function* (archive, options) {
  const content = gunzipped(packedBytes(archive, options));
  try {
    yield { path: basename(archive, ".gz"), kind: "file", content };
  } finally {
    content.destroy();
  }
};
