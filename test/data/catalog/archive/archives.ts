import { writeFile } from "node:fs/promises";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";

/** One thing to put into an archive, however evil. */
export interface Member {
  readonly path: string;
  readonly content?: string | Uint8Array;
  /** A tar type: "0" file, "1" hard link, "2" symbolic link, "3" device, "5" folder. */
  readonly type?: string;
  /** Where a link leads. */
  readonly target?: string;
}

/** A tar archive in the ustar format, byte by byte, for no packer would write the evil ones. */
export function tar(...members: readonly Member[]): Buffer {
  const blocks = members.map(({ path, content = "", type = "0", target = "" }) => {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(path, 0, 100);
    header.write("0000644\0", 100);
    header.write("0000000\0", 108);
    header.write("0000000\0", 116);
    header.write(`${bytes.length.toString(8).padStart(11, "0")}\0`, 124);
    header.write("00000000000\0", 136);
    header.write("        ", 148);
    header.write(type, 156);
    header.write(target, 157, 100);
    header.write("ustar\x0000", 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export const tgz = (...members: readonly Member[]): Buffer => gzipSync(tar(...members));

/** A zip archive with deflated members; `mode` (Unix) makes a symbolic link of type "2". */
export function zip(...members: readonly Member[]): Buffer {
  let offset = 0;
  const parts: Buffer[] = [];
  const directory = members.map(({ path, content = "", type = "0" }) => {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const name = Buffer.from(path);
    const facts = Buffer.alloc(26); // what the local header and the directory have in common
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), facts, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((type === "2" ? 0o120777 : 0o100644) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    parts.push(local);
    offset += local.length;
    return Buffer.concat([Buffer.from("PK\x01\x02\x14\x03"), facts, rest, name]);
  });
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

/** Writes an archive. @returns its path */
export async function put(path: string, bytes: Uint8Array): Promise<string> {
  await writeFile(path, bytes);
  return path;
}
