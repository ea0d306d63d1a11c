import { crc32 } from "node:zlib";

interface ZipOptions {
  /** Makes a file smaller; without, it is stored as it is. */
  readonly pack?: (content: Uint8Array) => Uint8Array;
  /** What is said of its size and its checksum. */
  readonly size?: (content: Uint8Array) => number;
  readonly crc?: (content: Uint8Array) => number;
}

/** A zip archive of files by name, as archives were before sizes beyond 4 GB. */
export function zipOf(files: Readonly<Record<string, Uint8Array>>, options: ZipOptions = {}): Uint8Array {
  const { pack, size = ({ length }) => length, crc = crc32 } = options;
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = pack?.(content) ?? content;
    const facts = Buffer.alloc(26); // what both headers have: version, flags, method, time, checksum, sizes, lengths of names
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(pack ? 8 : 0, 4);
    facts.writeUInt32LE(crc(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(size(content), 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    parts.push(Buffer.from("PK\x03\x04"), facts, Buffer.from(name), Buffer.from(packed));
    directory.push(Buffer.from("PK\x01\x02\x14\x00"), facts, place, Buffer.from(name));
    at = parts.reduce((sum, { length }) => sum + length, 0);
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, listed, Buffer.from("PK\x05\x06"), end]);
}
