import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inHome } from "../../../lib/base/index.ts";
import {
  openSafetensors,
  readSafetensors,
  safetensorsBytes,
  type WeightArray,
  type WeightArrays,
  writeSafetensors,
} from "../../../lib/nn/weights/index.ts";

const fixture = join(import.meta.dirname, "../../fixtures/weights/types.safetensors");
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "descent-safetensors-"));
});
afterAll(() => rm(folder, { recursive: true }));

const wave = (number: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => (((7 * index + 13 * number) % 128) - 64) / 32);

describe("a file of Python's safetensors", () => {
  test("is read with every type of numbers", async () => {
    const { weights, metadata } = await openSafetensors(fixture);
    const values = (name: string): number[] => Array.from(weights.get(name)?.values ?? []);
    expect(metadata).toEqual({ format: "pt", said: "by Python" });
    expect(weights.get("float32")).toEqual({ shape: [2, 3], values: Float32Array.from(wave(0, 6)) });
    expect(weights.get("float64")).toEqual({ shape: [4], values: Float64Array.from(wave(1, 4)) });
    expect(values("half")).toEqual([0, -0, 1, -2.5, 65504, 2 ** -24, -(2 ** -14), Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(weights.get("bfloat16")).toEqual({ shape: [5], values: Float32Array.from(wave(2, 5)) });
    expect(values("int8")).toEqual([-128, 0, 127]);
    expect(values("uint8")).toEqual([0, 255]);
    expect(values("int16")).toEqual([-32768, 32767]);
    expect(values("int32")).toEqual([-(2 ** 31), 2 ** 31 - 1]);
    expect(values("int64")).toEqual([-(2 ** 53), 2 ** 40]);
    expect(values("bool")).toEqual([1, 0]);
    expect(weights.get("scalar")).toEqual({ shape: [], values: Float32Array.of(3.5) });
    expect(weights.get("nothing")).toEqual({ shape: [0, 4], values: new Float32Array() });
    expect(values("12")).toEqual(wave(3, 1));
    expect(values("2")).toEqual(wave(4, 1));
  });

  test("that is cut off anywhere, or has bytes after its end, is refused with its name", async () => {
    const bytes = await readFile(fixture);
    for (let length = 0; length < bytes.length; length += 37) {
      expect(() => readSafetensors(bytes.subarray(0, length), "cut.safetensors")).toThrow(
        /Expected cut\.safetensors to be a safetensors file but/,
      );
    }
    expect(() => readSafetensors(Buffer.concat([bytes, Buffer.alloc(3)]))).toThrow("its tensors end at byte");
  });
});

/** A file of a header and so many bytes. */
function fileOf(header: unknown, room: number, announced?: bigint): Uint8Array {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(announced ?? BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(room)]);
}

const tensor = (changes: object = {}): object => ({ dtype: "F32", shape: [2], data_offsets: [0, 8], ...changes });

test.each([
  ["no header at all", fileOf("", 0, 5n), "its first 8 bytes announce a header of 5 bytes where 0 follow"],
  ["a header of 10¹⁸ bytes", fileOf({}, 0, 10n ** 18n), "announce a header of 1,000,000,000,000,000,000 bytes"],
  ["no JSON", fileOf("{]", 0), "its header is not JSON in UTF-8"],
  ["no UTF-8", Buffer.concat([fileOf("{", 0, 2n), Buffer.of(0xff)]), "its header is not JSON in UTF-8"],
  ["a list", fileOf([], 0), "its header is not a JSON object"],
  ["a name twice", fileOf(`{"a":${JSON.stringify(tensor())},"a":${JSON.stringify(tensor())}}`, 8), 'its header names "a" twice'],
  ["a tensor that is no object", fileOf({ a: 3 }, 8), 'its header gives "a" no object'],
  ["an unknown type", fileOf({ a: tensor({ dtype: "F8_E4M3" }) }, 8), '"a" has the type "F8_E4M3", none of F64, F32'],
  ["a type out of JavaScript", fileOf({ a: tensor({ dtype: "constructor" }) }, 8), '"a" has the type "constructor"'],
  ["a negative size", fileOf({ a: tensor({ shape: [-2] }) }, 8), '"a" has the shape [-2], which is no list of sizes'],
  ["a place of one number", fileOf({ a: tensor({ data_offsets: [0] }) }, 8), '"a" has the place [0], not [begin, end]'],
  ["a place outside", fileOf({ a: tensor({ data_offsets: [8, 16] }) }, 8), '"a" lies at bytes 8 to 16 of 8'],
  ["a shape too large to count", fileOf({ a: tensor({ shape: [2 ** 40, 2 ** 40] }) }, 8), "needs 4,835,703,278,458,517,000,000,000 bytes"],
  ["a shape of other bytes", fileOf({ a: tensor({ shape: [3] }) }, 8), '"a" of shape [3] and type F32 needs 12 bytes but has 8'],
  ["an unknown field", fileOf({ a: tensor({ stride: 1 }) }, 8), '"a" has the unknown field "stride"'],
  ["two tensors in one place", fileOf({ a: tensor(), b: tensor() }, 8), '"b" begins at byte 0 where the tensor before it ends at 8'],
  ["a hole", fileOf({ a: tensor(), b: tensor({ data_offsets: [12, 20] }) }, 20), '"b" begins at byte 12 where'],
  ["metadata of numbers", fileOf({ __metadata__: { epoch: 3 } }, 0), "its __metadata__ is not a set of texts"],
])("refuses %s", (_, bytes, message) => expect(() => readSafetensors(bytes)).toThrow(message));

test("a name out of JavaScript is a name", () => {
  const weights = new Map([["__proto__", { shape: [1], values: Float32Array.of(2) }]]);
  expect(readSafetensors(safetensorsBytes(weights)).weights).toEqual(weights);
});

const arrays: fc.Arbitrary<WeightArray> = fc
  .tuple(fc.array(fc.nat(3), { maxLength: 4 }), fc.constantFrom(Float32Array, Float64Array, Int32Array, Uint8Array, Int8Array), fc.nat(99))
  .map(([shape, Numbers, seed]) => {
    const count = shape.reduce((product, size) => product * size, 1);
    return { shape, values: new Numbers(Array.from({ length: count }, (_, index) => (seed * 31 + index * 17) % 127)) };
  });
const names = fc.string({ unit: "grapheme", minLength: 1 }).filter((name) => !name.endsWith(".scale") && name !== "__metadata__");
const files = fc.uniqueArray(fc.tuple(names, arrays), { selector: ([name]) => name, maxLength: 6 }).map((entries) => new Map(entries));
const texts = fc.dictionary(fc.string(), fc.string());

test("what is written is read again: names, order, shapes, numbers and texts", () =>
  fc.assert(
    fc.property(files, texts, (weights, metadata) => {
      const read = readSafetensors(safetensorsBytes(weights, metadata));
      expect([...read.weights]).toEqual([...weights]);
      expect({ ...read.metadata }).toEqual({ ...metadata });
    }),
    { numRuns: 200 },
  ));

test("any byte may be wrong: there are weights or a RangeError that says what is wrong", () => {
  const bytes = safetensorsBytes(new Map([["a", { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }]]), { by: "a test" });
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (place, byte) => {
      const damaged = bytes.slice();
      damaged[place] = byte;
      try {
        readSafetensors(damaged);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        expect((error as Error).message).toContain("to be a safetensors file but");
      }
    }),
    { numRuns: 500 },
  );
});

test("a shape that does not fit its numbers is refused before anything is written", async () => {
  const path = join(folder, "wrong.safetensors");
  const weights: WeightArrays = new Map([["bias", { shape: [3], values: Float32Array.of(1) }]]);
  await expect(writeSafetensors(path, weights)).rejects.toThrow('Expected 3 numbers for "bias" of shape [3] but got 1');
  expect(await readdir(folder)).toEqual([]);
});

test("a written file is whole and alone in its folder, and missing folders are made", async () => {
  const path = join(folder, "made", "weights.safetensors");
  const weights: WeightArrays = new Map([["bias", { shape: [1], values: Float32Array.of(1) }]]);
  await writeSafetensors(path, weights, { epoch: "3" });
  expect(await readdir(join(folder, "made"))).toEqual(["weights.safetensors"]);
  expect(await openSafetensors(path)).toEqual({ weights, metadata: { epoch: "3" } });
});

const python = inHome("peers", "bin", "python");

test("Python reads what is written here", async (context) => {
  const path = join(folder, "here.safetensors");
  const weights: WeightArrays = new Map([
    ["byte", { shape: [3], values: Int8Array.of(-128, 0, 127) }],
    ["kernel", { shape: [2, 2], values: Float32Array.of(1, -2, 0.5, 4) }],
    ["count", { shape: [], values: Int32Array.of(7) }],
  ]);
  await writeSafetensors(path, weights, { said: "hier, größer" });
  const program = `
import json, sys
from safetensors import safe_open
with safe_open(sys.argv[1], "numpy") as file:
    print(json.dumps({"metadata": file.metadata(), "weights": {name: [str(file.get_tensor(name).dtype), file.get_tensor(name).tolist()] for name in file.keys()}}))
`;
  const run = await promisify(execFile)(python, ["-c", program, path]).catch((error: NodeJS.ErrnoException) => {
    const isMissing = error.code === "ENOENT" || String(error.message).includes("No module named");
    if (isMissing) return undefined;
    throw error;
  });
  if (!run) return context.skip("Python's safetensors is not here: npm run bench:peers brings it");
  expect(JSON.parse(run.stdout)).toEqual({
    metadata: { said: "hier, größer" },
    weights: {
      byte: ["int8", [-128, 0, 127]],
      kernel: [
        "float32",
        [
          [1, -2],
          [0.5, 4],
        ],
      ],
      count: ["int32", 7],
    },
  });
});
