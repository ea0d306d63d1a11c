import type { WeightArray } from "./weights.ts";

/** A type of numbers that files of weights know: how many bytes one takes, and how bytes become numbers that we hold. */
export interface NumberType {
  readonly bytes: number;
  /** @param content bytes of whole numbers, little-endian; they are copied */
  read(content: Uint8Array): WeightArray["values"];
}

/**
 * The types by the names that safetensors gives them. What JavaScript has no array for becomes the nearest type that holds it: halves
 * become 32-bit floats, wide whole numbers 64-bit floats, which are exact up to 2⁵³.
 */
export const numberTypes: Readonly<Record<string, NumberType>> = {
  F64: { bytes: 8, read: (content) => new Float64Array(buffer(content)) },
  F32: { bytes: 4, read: (content) => new Float32Array(buffer(content)) },
  F16: { bytes: 2, read: (content) => halvesToFloats(new Uint16Array(buffer(content))) },
  BF16: { bytes: 2, read: (content) => brainHalvesToFloats(new Uint16Array(buffer(content))) },
  I64: { bytes: 8, read: (content) => Float64Array.from(new BigInt64Array(buffer(content)), Number) },
  U64: { bytes: 8, read: (content) => Float64Array.from(new BigUint64Array(buffer(content)), Number) },
  I32: { bytes: 4, read: (content) => new Int32Array(buffer(content)) },
  U32: { bytes: 4, read: (content) => Float64Array.from(new Uint32Array(buffer(content))) },
  I16: { bytes: 2, read: (content) => Int32Array.from(new Int16Array(buffer(content))) },
  U16: { bytes: 2, read: (content) => Int32Array.from(new Uint16Array(buffer(content))) },
  I8: { bytes: 1, read: (content) => new Int8Array(buffer(content)) },
  U8: { bytes: 1, read: (content) => new Uint8Array(buffer(content)) },
  BOOL: { bytes: 1, read: (content) => new Uint8Array(buffer(content)) },
};

/** The name under which an array of numbers is written. */
export function numberTypeOf(values: WeightArray["values"]): "F64" | "F32" | "I32" | "I8" | "U8" {
  if (values instanceof Float64Array) return "F64";
  if (values instanceof Float32Array) return "F32";
  if (values instanceof Int32Array) return "I32";
  return values instanceof Int8Array ? "I8" : "U8";
}

/** IEEE 754 binary16: 1 bit sign, 5 bits exponent, 10 bits fraction. */
function halvesToFloats(halves: Uint16Array): Float32Array {
  const floats = new Float32Array(halves.length);
  for (let index = 0; index < halves.length; index++) {
    const half = halves[index] ?? 0;
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    if (exponent === 0) floats[index] = sign * fraction * 2 ** -24;
    else if (exponent === 31) floats[index] = fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    else floats[index] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return floats;
}

/** bfloat16 is the upper half of a 32-bit float. */
function brainHalvesToFloats(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length);
  for (let index = 0; index < halves.length; index++) words[index] = (halves[index] ?? 0) << 16;
  return new Float32Array(words.buffer);
}

/** A copy that begins at a multiple of every number's size. Node's Buffer would give a view of the same memory here. */
function buffer(content: Uint8Array): ArrayBuffer {
  return Uint8Array.prototype.slice.call(content).buffer as ArrayBuffer;
}
