import { describe, formatCount } from "../../../base/index.ts";
import { numberTypes, type WeightArrays, type WeightFile } from "../../../nn/weights/index.ts";
import { ByteReader, Dict, unpickle } from "../pickle/index.ts";
import { ZipArchive } from "../zip.ts";
import { stateDict } from "./state-dict.ts";
import { type Storage, type StoredTensor, storageFromId } from "./stored-tensor.ts";
import { torchGlobal } from "./torch-globals.ts";

/** What a legacy file begins with, as a pickle of its own. */
const legacyMagic = 0x1950a86a20f9469cfc6cn;
/** Larger than the names of any file's tensors, smaller than what would fill the memory. */
const longestPickle = 64_000_000; // bytes
/** Tensors may share their storage, and repeat it, but not without end. */
const mostRepeated = 16;

/**
 * The weights of a file that PyTorch wrote by `torch.save(model.state_dict(), path)`, in its present format (an archive) or in that before
 * version 1.6 (a stream of pickles).
 *
 * The file is read, never run: of Python's functions it may only name those that put tensors together.
 *
 * @param file what a message calls the file, such as its path
 * @returns numbers in PyTorch's layouts, such as `[out, in, height, width]` of a convolution
 * @throws RangeError where it is another file, is damaged, or would run something when Python loads it
 */
export function readPth(bytes: Uint8Array, file = "the file"): WeightFile {
  try {
    return { weights: ZipArchive.isOne(bytes) ? readArchive(bytes) : readStream(bytes), metadata: {} };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`Expected ${file} to hold weights of PyTorch but ${error.message}.\n  Nothing of it was used.`, { cause: error });
  }
}

/** Whether bytes begin as a pickle does, with its version. */
export const isPickle = (bytes: Uint8Array): boolean => bytes[0] === 0x80 && (bytes[1] ?? 0xff) <= 5;

function readArchive(bytes: Uint8Array): WeightArrays {
  const archive = new ZipArchive(bytes);
  const pickle = archive.names.find((name) => /^([^/]+\/)?data\.pkl$/.test(name));
  if (pickle === undefined) throw new RangeError("its archive has no data.pkl: it may be a zip of something else");
  const folder = pickle.slice(0, -"data.pkl".length);
  if (archive.names.some((name) => name.startsWith(`${folder}code/`))) {
    throw new RangeError("it is a TorchScript program: in Python, save torch.jit.load(path).state_dict() in its place");
  }
  const byteOrder = archive.sizeOf(`${folder}byteorder`) === undefined ? "little" : decode(archive.read(`${folder}byteorder`));
  if (byteOrder !== "little") throw new RangeError(`its numbers have the byte order ${JSON.stringify(byteOrder)}, not "little"`);
  if ((archive.sizeOf(pickle) ?? 0) > longestPickle)
    throw new RangeError(`its ${pickle} is longer than ${formatCount(longestPickle)} bytes`);
  const tensors = stateDict(unpickle(new ByteReader(archive.read(pickle)), { global: torchGlobal, persistent: storageFromId }));
  return arraysOf(tensors, bytes.length, (storage) => archive.read(`${folder}data/${storage.key}`));
}

function readStream(bytes: Uint8Array): WeightArrays {
  if (!isPickle(bytes)) throw new RangeError("it begins as neither of PyTorch's two formats does");
  const reader = new ByteReader(bytes);
  const sizes = new Map<string, number>(); // bytes of a number in each storage, also in those of an optimizer
  const persistent = (id: unknown): Storage => {
    const storage = storageFromId(id);
    sizes.set(storage.key, numberTypes[storage.type]?.bytes ?? 1);
    return storage;
  };
  const next = (): unknown => unpickle(reader, { global: torchGlobal, persistent });
  if (next() !== legacyMagic) throw new RangeError("it is a pickle of something else");
  const [version, system] = [next(), next()];
  if (version !== 1001) throw new RangeError(`it is of version ${String(version)} of the legacy format, where 1001 is known`);
  if (system instanceof Dict && system.entries.get("little_endian") === false) throw new RangeError("its numbers are big-endian");
  const tensors = stateDict(next());
  const keys = next();
  if (!Array.isArray(keys)) throw new RangeError("its list of storages is none");
  const parts = new Map(
    keys.map((key: unknown) => {
      const size = sizes.get(String(key));
      if (size === undefined) throw new RangeError(`it has the storage ${describe(key)}, which it never named`);
      return [String(key), reader.bytes(reader.uint64() * size)] as const;
    }),
  );
  return arraysOf(tensors, bytes.length, ({ key }) => parts.get(key) ?? new Uint8Array());
}

/** @param room bytes of the file, by which is judged what its tensors may take */
function arraysOf(tensors: ReadonlyMap<string, StoredTensor>, room: number, bytesOf: (storage: Storage) => Uint8Array): WeightArrays {
  const read = new Map<string, Uint8Array>();
  let numbers = 0;
  return new Map(
    Array.from(tensors, ([name, tensor]) => {
      const { storage } = tensor;
      numbers += Math.max(tensor.length, tensor.span);
      if (numbers > mostRepeated * room) throw new RangeError(`its tensors up to ${name} would take ${formatCount(numbers)} numbers`);
      const bytes = read.get(storage.key) ?? bytesOf(storage);
      read.set(storage.key, bytes);
      const wanted = storage.length * (numberTypes[storage.type]?.bytes ?? 1);
      if (bytes.length !== wanted) {
        throw new RangeError(`the storage of ${name} has ${formatCount(bytes.length)} bytes in place of ${formatCount(wanted)}`);
      }
      return [name, tensor.read(bytes)];
    }),
  );
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
