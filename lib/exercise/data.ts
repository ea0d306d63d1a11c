import { describe } from "../base/expect.ts";
import { formatCount } from "../base/format.ts";

/** A tensor without a numeric library: its numbers in row-major order, and its shape. */
export interface TensorData {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** What may cross from a learner's code to a judge: plain values that two processes can exchange. */
export type Data = undefined | null | boolean | number | string | TensorData | readonly Data[] | { readonly [name: string]: Data };

/** Numbers and characters that one answer may hold altogether. */
const sizeLimit = 5_000_000;
const depthLimit = 50;

/** An answer that can't be judged; its message is for the learner. */
export class UnusableAnswer extends TypeError {}

/**
 * A copy of a learner's value as plain data: arrays, numbers, strings, plain objects; typed arrays and tensors become `{ shape, values }`.
 *
 * The copy shares nothing with the original, so nothing that the learner's code does later changes what is judged.
 *
 * @throws UnusableAnswer for functions, class instances, circular values and more than `sizeLimit` numbers and characters
 */
export async function toData(value: unknown): Promise<Data> {
  const copier = new Copier();
  const copied = copier.copy(value, "", 0);
  await copier.readTensors();
  return copied;
}

class Copier {
  #left = sizeLimit;
  readonly #unread: { readonly tensor: Tensor; readonly into: number[] }[] = [];

  copy(value: unknown, path: string, depth: number): Data {
    const where = path === "" ? "The answer" : `The answer's ${path}`;
    if (depth > depthLimit) throw new UnusableAnswer(`${where} is nested more than ${depthLimit} deep: does it contain itself?`);
    this.#spend(typeof value === "string" ? value.length + 1 : 1);
    switch (typeof value) {
      case "undefined":
      case "boolean":
      case "number":
      case "string":
        return value;
      case "bigint":
        throw new UnusableAnswer(`${where} is the BigInt ${value}n: convert it with Number(…)`);
      case "symbol":
        throw new UnusableAnswer(`${where} is a symbol: give a number, text or array`);
      case "function":
        throw new UnusableAnswer(`${where} is ${describe(value)}, not a value: call it with (…)`);
      case "object":
        return value === null ? null : this.#copyObject(value, { path, where, depth });
    }
  }

  /** Fills in the numbers of the tensors that were met: engines may give them only after a while. */
  async readTensors(): Promise<void> {
    for (const { tensor, into } of this.#unread) for (const number of await tensor.data()) into.push(Number(number));
  }

  #copyObject(value: object, { path, where, depth }: { readonly path: string; readonly where: string; readonly depth: number }): Data {
    if (isTypedArray(value)) {
      this.#spend(value.length);
      return { shape: [value.length], values: Array.from(value) };
    }
    if (isTensor(value)) {
      this.#spend(value.shape.reduce((product, size) => product * size, 1));
      const values: number[] = [];
      this.#unread.push({ tensor: value, into: values });
      return { shape: [...value.shape], values };
    }
    // By index, so that holes become undefined.
    if (Array.isArray(value)) return Array.from(value, (item, index) => this.copy(item, `${path}[${index}]`, depth + 1));
    const prototype: unknown = Object.getPrototypeOf(value);
    // A plain object may come from another realm (a notebook's), whose Object.prototype is another one: it too has no prototype itself.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      throw new UnusableAnswer(`${where} is ${describe(value)}: give its numbers as an array, a typed array or a tensor`);
    }
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.copy(item, `${path}.${name}`, depth + 1)]));
  }

  #spend(amount: number): void {
    this.#left -= amount;
    if (this.#left < 0)
      throw new UnusableAnswer(`The answer holds more than ${formatCount(sizeLimit)} numbers and characters: give only what was asked for`);
  }
}

/** As much of a TensorFlow.js tensor as is read here: this room loads no numeric library. */
interface Tensor {
  readonly shape: readonly number[];
  data(): Promise<ArrayLike<number> & Iterable<number>>;
}

function isTensor(value: object): value is Tensor {
  return (
    "dtype" in value &&
    value.dtype !== "string" &&
    "shape" in value &&
    Array.isArray(value.shape) &&
    "data" in value &&
    typeof value.data === "function"
  );
}

function isTypedArray(value: object): value is ArrayLike<number> & Iterable<number> {
  return (
    ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof BigInt64Array) && !(value instanceof BigUint64Array)
  );
}
