import { formatCount } from "../../../base/index.ts";

/** What an IDX file holds: numbers 0 … 255 and the lengths of their dimensions, such as `[60000, 28, 28]`. */
export interface Idx {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

/** Type code of unsigned bytes, the third byte of the file; the first two are 0. */
const unsignedByte = 0x08;

/**
 * Reads the IDX format of MNIST: two zero bytes, a type code, the number of dimensions, their lengths as big-endian 32-bit numbers,
 * then the values, last dimension fastest. Described by Yann LeCun at the foot of http://yann.lecun.com/exdb/mnist/.
 *
 * @param name the file's name, for messages
 * @throws RangeError when the content isn't an IDX file of unsigned bytes, has other dimensions than `dimensions`, or a wrong length
 */
export function parseIdx(content: Uint8Array, name: string, dimensions: number): Idx {
  const header = 4 + 4 * dimensions;
  const magic = [...content.subarray(0, 4)];
  const wanted = [0, 0, unsignedByte, dimensions];
  if (wanted.some((byte, index) => magic[index] !== byte)) {
    throw new RangeError(
      `Expected ${name} to begin with the bytes ${inHex(wanted)} (IDX, unsigned bytes, ${dimensions} dimensions) but got ${inHex(magic)}.` +
        ` ${magic[0] === 0x1f && magic[1] === 0x8b ? "It is still compressed: gunzip it first." : "Is it another file?"}`,
    );
  }
  if (content.length < header) {
    throw new RangeError(`Expected ${name} to have a header of ${header} bytes but got ${content.length} bytes: it is cut off.`);
  }
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const shape = Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
  const count = shape.reduce((product, length) => product * length, 1);
  if (content.length !== header + count) {
    throw new RangeError(
      `Expected ${name} to hold ${shape.join(" × ")} = ${formatCount(count)} values after its header but got ${formatCount(content.length - header)}: ` +
        `${content.length < header + count ? "it is cut off" : "something was added to it"}.`,
    );
  }
  return { shape, values: new Uint8Array(content.buffer, content.byteOffset + header, count) };
}

const inHex = (bytes: readonly number[]): string => bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(" ") || "nothing";
