import { crc32, inflateRawSync } from "node:zlib";
import { formatBytes } from "../../base/index.ts";

/** A file within a zip archive. */
interface Entry {
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly bytes: number;
  /** Where its local header begins. */
  readonly at: number;
}

const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locatorSignature = 0x07064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const longestComment = 65_535;
/** Weights hardly shrink: what grows more when unpacked is not weights. */
const mostGrowth = 100;

/**
 * The files in a zip archive that lies in memory; each is unpacked, and checked against its CRC-32, when it is read.
 *
 * `.pth` and `.keras` files are such archives, always with 64-bit sizes where PyTorch wrote them.
 */
export class ZipArchive {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #entries = new Map<string, Entry>();

  /** @throws RangeError that completes "… but", where it is no archive or is damaged */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#readDirectory();
  }

  /** Whether bytes begin as an archive does. */
  static isOne(bytes: Uint8Array): boolean {
    return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
  }

  get names(): readonly string[] {
    return Array.from(this.#entries.keys());
  }

  /** How many bytes a file has when unpacked; undefined where there is no such file. */
  sizeOf(name: string): number | undefined {
    return this.#entries.get(name)?.bytes;
  }

  /** @throws RangeError that completes "… but", where there is no such file or it is damaged */
  read(name: string): Uint8Array {
    const entry = this.#entries.get(name);
    if (!entry) throw new RangeError(`its archive has no ${name}`);
    this.#expect(entry.at, 30, localSignature, `the beginning of ${name}`);
    const start = entry.at + 30 + this.#view.getUint16(entry.at + 26, true) + this.#view.getUint16(entry.at + 28, true);
    if (start + entry.packed > this.#bytes.length) throw new RangeError(`${name} in its archive is cut off`);
    const content = unpacked(name, this.#bytes.subarray(start, start + entry.packed), entry);
    if (crc32(content) !== entry.crc)
      throw new RangeError(`${name} in its archive has another checksum than was noted when it was written`);
    return content;
  }

  #readDirectory(): void {
    const { count, at } = this.#findDirectory();
    let place = at;
    let total = 0;
    for (let index = 0; index < count; index++) {
      this.#expect(place, 46, entrySignature, `entry ${index} of its archive`);
      const [nameBytes = 0, extraBytes = 0, commentBytes = 0] = [28, 30, 32].map((offset) => this.#view.getUint16(place + offset, true));
      const next = place + 46 + nameBytes + extraBytes + commentBytes;
      if (next > this.#bytes.length) throw new RangeError(`entry ${index} of its archive is cut off`);
      const name = new TextDecoder().decode(this.#bytes.subarray(place + 46, place + 46 + nameBytes));
      if (this.#entries.has(name)) throw new RangeError(`its archive has ${name} twice`);
      const entry = this.#entryAt(place, place + 46 + nameBytes, extraBytes);
      total += entry.bytes;
      if (total > mostGrowth * this.#bytes.length) {
        throw new RangeError(`its archive of ${formatBytes(this.#bytes.length)} would unpack to ${formatBytes(total)} and more`);
      }
      this.#entries.set(name, entry);
      place = next;
    }
  }

  /** @param extraAt where the fields lie that hold sizes beyond 32 bits */
  #entryAt(place: number, extraAt: number, extraBytes: number): Entry {
    const view = this.#view;
    const wide = this.#wideNumbers(extraAt, extraAt + extraBytes);
    const orWide = (value: number): number => (value === 0xffffffff ? (wide.shift() ?? value) : value);
    // In this order the wide numbers follow each other.
    const bytes = orWide(view.getUint32(place + 24, true));
    const packed = orWide(view.getUint32(place + 20, true));
    const at = orWide(view.getUint32(place + 42, true));
    return { method: view.getUint16(place + 10, true), crc: view.getUint32(place + 16, true), packed, bytes, at };
  }

  #wideNumbers(begin: number, end: number): number[] {
    for (let at = begin; at + 4 <= end; at += 4 + this.#view.getUint16(at + 2, true)) {
      const length = this.#view.getUint16(at + 2, true);
      if (this.#view.getUint16(at, true) !== 1 || at + 4 + length > end) continue;
      return Array.from({ length: Math.floor(length / 8) }, (_, index) => this.#wide(at + 4 + 8 * index));
    }
    return [];
  }

  #findDirectory(): { readonly count: number; readonly at: number } {
    const end = this.#findEnd();
    const locator = end - 20;
    if (locator >= 0 && this.#view.getUint32(locator, true) === locatorSignature) {
      const at = this.#wide(locator + 8);
      this.#expect(at, 56, end64Signature, "the end of its archive");
      return { count: this.#wide(at + 32), at: this.#wide(at + 48) };
    }
    return { count: this.#view.getUint16(end + 10, true), at: this.#view.getUint32(end + 16, true) };
  }

  #findEnd(): number {
    const last = this.#bytes.length - 22;
    for (let at = last; at >= Math.max(0, last - longestComment); at--) {
      if (this.#view.getUint32(at, true) === endSignature) return at;
    }
    throw new RangeError("it is an archive without its end: it was cut off");
  }

  #wide(at: number): number {
    return Number(this.#view.getBigUint64(at, true));
  }

  #expect(at: number, bytes: number, signature: number, what: string): void {
    if (at + bytes <= this.#bytes.length && this.#view.getUint32(at, true) === signature) return;
    throw new RangeError(`${what} is not where its archive says`);
  }
}

function unpacked(name: string, content: Uint8Array, { method, bytes, packed }: Entry): Uint8Array {
  if (method === 0 && packed === bytes) return content;
  if (method !== 8) throw new RangeError(`${name} in its archive is packed in a way (${method}) that is not known`);
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, bytes) });
  } catch {
    throw new RangeError(`${name} in its archive can't be unpacked to ${formatBytes(bytes)}`);
  }
}
