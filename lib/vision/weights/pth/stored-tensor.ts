import { numberTypes, type WeightArray } from "../../../nn/weights/index.ts";
import { Global, Tuple } from "../pickle/index.ts";
import { gathered, rowStrides, sizeOf } from "../rearrange.ts";

/** The types of numbers of PyTorch's storages, by the names of their classes, as `numberTypes` calls them. */
export const storageTypes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    DoubleStorage: "F64",
    FloatStorage: "F32",
    HalfStorage: "F16",
    BFloat16Storage: "BF16",
    LongStorage: "I64",
    IntStorage: "I32",
    ShortStorage: "I16",
    CharStorage: "I8",
    ByteStorage: "U8",
    BoolStorage: "BOOL",
  }).flatMap(([name, type]) => [`torch.${name}`, `torch.cuda.${name}`].map((called) => [called, type] as const)),
);

/** A class of storages. */
export class StorageType extends Global {
  /** A key of `numberTypes`. */
  readonly type: string;

  constructor(name: string, type: string) {
    super(name);
    this.type = type;
  }
}

/** A row of numbers in the file, which tensors are views of. */
export interface Storage {
  /** Its name in the file. */
  readonly key: string;
  readonly type: string;
  readonly length: number;
}

/** A tensor of PyTorch: where in a storage its numbers are. */
export class StoredTensor {
  readonly storage: Storage;
  /** The first number. */
  readonly offset: number;
  readonly shape: readonly number[];
  /** How many numbers lie between neighbours along each axis. */
  readonly strides: readonly number[];

  constructor(storage: Storage, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }

  get length(): number {
    return sizeOf(this.shape);
  }

  /** How many numbers of the storage it reaches over. */
  get span(): number {
    if (this.length === 0) return 0;
    return this.shape.reduce((sum, size, axis) => sum + (size - 1) * (this.strides[axis] ?? 0), 1);
  }

  /** Its numbers in rows. @param bytes of its storage */
  read(bytes: Uint8Array): WeightArray {
    const { storage, offset, shape, span } = this;
    const type = numberTypes[storage.type];
    if (!type) throw new RangeError(`it has numbers of the unknown type ${storage.type}`);
    const values = type.read(bytes.subarray(offset * type.bytes, (offset + span) * type.bytes));
    return this.#isInRows() ? { shape, values } : gathered(values, this);
  }

  #isInRows(): boolean {
    const inRows = rowStrides(this.shape);
    return this.shape.every((size, axis) => size === 1 || this.strides[axis] === inRows[axis]);
  }
}

/** What `torch._utils._rebuild_tensor_v2` is given: storage, offset, shape, strides, and things that matter to training in Python only. */
export function tensorFromArguments(args: readonly unknown[]): StoredTensor {
  const [storage, offset, shape, strides] = args;
  if (!isStorage(storage)) throw new RangeError("it makes a tensor of something that is no storage");
  const sizes = sizesOf(shape);
  const steps = sizesOf(strides);
  if (!isSize(offset) || !sizes || steps?.length !== sizes.length) throw new RangeError("it makes a tensor of a shape that is none");
  const tensor = new StoredTensor(storage, offset, sizes, steps);
  if (!Number.isSafeInteger(tensor.length) || offset + tensor.span > storage.length) {
    throw new RangeError(`it has a tensor of [${sizes.join(", ")}] that reaches beyond its storage of ${storage.length} numbers`);
  }
  return tensor;
}

/**
 * The storage of a persistent id: a tuple of `"storage"`, its class, its name, the device it was on, and its length.
 *
 * @throws RangeError where it is none
 */
export function storageFromId(id: unknown): Storage {
  const [kind, type, key, , length, view] = id instanceof Tuple ? id.items : [];
  if (kind !== "storage" || !(type instanceof StorageType) || typeof key !== "string" || !isSize(length)) {
    throw new RangeError(kind === "module" ? "it holds the code of a model: refused" : "it refers to something outside that is no storage");
  }
  if (view instanceof Tuple) throw new RangeError("it has a storage within a storage, as PyTorch wrote before 1.0: save it again");
  return { key, type: type.type, length };
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const sizesOf = (value: unknown): readonly number[] | undefined =>
  value instanceof Tuple && value.items.length <= 64 && value.items.every(isSize) ? (value.items as number[]) : undefined;

function isStorage(value: unknown): value is Storage {
  const storage = value as Partial<Storage> | null | undefined;
  return typeof storage?.key === "string" && typeof storage.type === "string" && isSize(storage.length);
}
