import { readFile } from "node:fs/promises";
import { writeAtomically } from "../../base/index.ts";
import { numberTypeOf, numberTypes } from "./number-types.ts";
import { dequantised } from "./quantised.ts";
import { readHeader } from "./safetensors-header.ts";
import type { WeightArrays, WeightFile } from "./weights.ts";

/**
 * The tensors of a safetensors file, as Hugging Face's `safetensors` writes them, and `writeSafetensors`. Whole numbers rounded by
 * `quantised` come back as floats.
 *
 * @param file what a message calls the file, such as its path
 * @throws RangeError where the file is another or damaged, with the first wrong place
 */
export function readSafetensors(bytes: Uint8Array, file = "the file"): WeightFile {
  const { tensors, metadata, start } = readHeader(bytes, file);
  const weights = tensors.map(({ name, type, shape, begin, end }) => {
    const values = numberTypes[type]?.read(bytes.subarray(start + begin, start + end)) ?? new Float32Array();
    return [name, { shape, values }] as const;
  });
  return { weights: dequantised(new Map(weights)), metadata };
}

/** The same from a file. @throws Error of the file system where it can't be read; RangeError as `readSafetensors` */
export async function openSafetensors(path: string): Promise<WeightFile> {
  return readSafetensors(await readFile(path), path);
}

/**
 * The bytes of a safetensors file, which Python's `safetensors` reads too.
 *
 * @param metadata texts about the file
 * @throws RangeError when a shape does not fit its numbers
 */
export function safetensorsBytes(weights: WeightArrays, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const places = placesOf(weights);
  const entries = [...weights].map(([name, { shape, values }]) => {
    const { begin = 0, end = 0 } = places.get(name) ?? {};
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype: numberTypeOf(values), shape, data_offsets: [begin, end] })}`;
  });
  // Written by hand: an object would sort names that are numbers to its front.
  const text = new TextEncoder().encode(`{${[`"__metadata__":${JSON.stringify(metadata)}`, ...entries].join(",")}}`);
  const start = Math.ceil((8 + text.length) / 8) * 8;
  const length = Math.max(0, ...Array.from(places.values(), ({ end }) => end));
  const bytes = new Uint8Array(start + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.fill(0x20, 8, start); // the header is filled up with spaces
  bytes.set(text, 8);
  for (const [name, { values }] of weights) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start + (places.get(name)?.begin ?? 0));
  }
  return bytes;
}

/**
 * Writes weights to a safetensors file, whole or not at all.
 *
 * @param metadata texts about the file
 * @throws RangeError when a shape does not fit its numbers; Error of the file system
 */
export async function writeSafetensors(
  path: string,
  weights: WeightArrays,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  await writeAtomically(path, safetensorsBytes(weights, metadata));
}

/** The place of each tensor after the header. Larger numbers come first, so that each begins at a multiple of its size. */
function placesOf(weights: WeightArrays): ReadonlyMap<string, { readonly begin: number; readonly end: number }> {
  const places = new Map<string, { begin: number; end: number }>();
  let at = 0;
  for (const [name, { shape, values }] of [...weights].sort(([, one], [, other]) => sizeOf(other.values) - sizeOf(one.values))) {
    const wanted = shape.reduce((product, size) => product * size, 1);
    if (wanted !== values.length) {
      throw new RangeError(
        `Expected ${wanted} numbers for ${JSON.stringify(name)} of shape [${shape.join(", ")}] but got ${values.length}`,
      );
    }
    places.set(name, { begin: at, end: at + values.byteLength });
    at += values.byteLength;
  }
  return places;
}

const sizeOf = ({ BYTES_PER_ELEMENT }: { readonly BYTES_PER_ELEMENT: number }): number => BYTES_PER_ELEMENT;
