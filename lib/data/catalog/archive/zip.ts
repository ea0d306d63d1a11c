import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import type { ArchiveEntry, ReadEntries } from "./entry.ts";

/** The things in a zip archive; what is unpacked is checked against its CRC-32. */
export const zipEntries: ReadEntries = async function* (archive, { signal, onRead }) {
  const zip = await openPromise(archive, { autoClose: false });
  try {
    let read = 0;
    for await (const entry of zip.eachEntry()) {
      signal?.throwIfAborted();
      yield { path: entry.fileName, kind: kindOf(entry), content: content(zip, entry) };
      read += entry.compressedSize;
      onRead(read);
    }
  } finally {
    zip.close();
  }
};

/** From the Unix mode in the upper half of the external attributes, which is 0 where none was noted. */
function kindOf(entry: Entry): ArchiveEntry["kind"] {
  const format = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (entry.fileName.endsWith("/")) return "folder";
  return format === 0 || format === 0o100000 ? "file" : "other";
}

async function* content(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted()) throw new Error(`${entry.fileName} is encrypted`);
  const stream: Readable = await zip.openReadStreamPromise(entry);
  let checksum = 0;
  for await (const chunk of stream) {
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (checksum !== entry.crc32) throw new Error(`${entry.fileName} has another checksum than was noted when it was packed`);
}
