import type { Dataset, Entity, File, Group } from "h5wasm";
import type { WeightArray } from "../../../nn/weights/index.ts";
import { sizeOf } from "../rearrange.ts";

/** What every file of HDF5 begins with. */
const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** Weights hardly shrink: what takes more memory than this many times its file is not weights. */
const mostGrowth = 100;

/** Whether bytes begin as a file of HDF5 does. */
export const isHdf5 = (bytes: Uint8Array): boolean => signature.every((byte, index) => bytes[index] === byte);

/**
 * Reads a file of HDF5 that lies in memory, with the HDF Group's own library in WebAssembly: whatever is wrong with the file, it reaches no
 * file and no memory outside. It may search a damaged file without end, though.
 *
 * @throws RangeError that completes "… but", where it is damaged
 */
export async function readHdf5<T>(bytes: Uint8Array, read: (root: Hdf5Group) => T): Promise<T> {
  const { File: HdfFile, ready } = await import("h5wasm");
  const library = await ready;
  library.activate_throwing_error_handler(); // otherwise it prints each fault
  const path = "/weights.h5"; // in a file system of the library's own, in memory
  library.FS.writeFile(path, bytes);
  let file: File | undefined;
  try {
    file = new HdfFile(path, "r");
    return read(new Hdf5Group(file, mostGrowth * bytes.length));
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new RangeError("HDF5 can't read it: it is damaged or cut off", { cause: error });
  } finally {
    file?.close();
  }
}

/** A folder within a file of HDF5. Links to elsewhere are not followed. */
export class Hdf5Group {
  readonly #group: Group;
  /** Bytes that what is read may take. */
  readonly #room: number;

  constructor(group: Group, room: number) {
    this.#group = group;
    this.#room = room;
  }

  get names(): readonly string[] {
    return this.#group.keys();
  }

  /** The folder of a name; undefined where there is none. */
  group(name: string): Hdf5Group | undefined {
    const found = this.#find(name, "Group");
    return found && new Hdf5Group(found as Group, this.#room);
  }

  /** The numbers of a name, or of a path of names with slashes; undefined where there are none. */
  array(name: string): WeightArray | undefined {
    const [first = "", ...rest] = name.split("/");
    if (rest.length > 0) return this.group(first)?.array(rest.join("/"));
    const found = this.#find(name, "Dataset") as Dataset | undefined;
    if (!found) return undefined;
    const { shape, metadata } = found;
    if (!shape || sizeOf(shape) * metadata.size > this.#room)
      throw new RangeError(`${name} in it says that it is larger than the file can be`);
    return { shape, values: asNumbers(found.value, name) };
  }

  /** A text, or texts, that belong to the folder; a long list may be in parts. */
  texts(name: string): readonly string[] | undefined {
    const { attrs } = this.#group;
    const parts = name in attrs ? [name] : Object.keys(attrs).filter((key) => key.startsWith(name) && /^\d+$/.test(key.slice(name.length)));
    if (parts.length === 0) return undefined;
    return parts
      .sort((one, other) => Number(one.slice(name.length)) - Number(other.slice(name.length)))
      .flatMap((part) => {
        const value = attrs[part]?.value;
        return Array.isArray(value) ? value.map(String) : typeof value === "string" ? [value] : [];
      });
  }

  #find(name: string, type: "Group" | "Dataset"): Entity | undefined {
    const found = this.names.includes(name) ? this.#group.get(name) : null;
    return found && "type" in found && found.type === type ? found : undefined;
  }
}

function asNumbers(value: unknown, name: string): WeightArray["values"] {
  if (value instanceof Float32Array || value instanceof Float64Array || value instanceof Int32Array) return value;
  if (value instanceof Int8Array || value instanceof Uint8Array) return value;
  if (value instanceof Int16Array || value instanceof Uint16Array) return Int32Array.from(value);
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return Float64Array.from(value, Number);
  if (typeof value === "number") return Float32Array.of(value); // a scalar
  throw new RangeError(`${name} in it holds no numbers of a known type`);
}
