import { readFile } from "node:fs/promises";
import { WordVectors } from "./word-vectors.ts";

const magic = "RDGLVQ8\0";
const header = 20; // bytes: magic 8, version 2, dimensions 2, words 4, scale 2, nothing 2

/**
 * Reads vectors rounded to bytes: a header, then for each word its length in bytes (16 bits, little-endian as all), the word in UTF-8 and
 * a signed byte a dimension, which divided by the header's scale is the value.
 *
 * @throws RangeError when the file is another or cut off
 */
export async function readQuantized(path: string): Promise<WordVectors> {
  const content = await readFile(path);
  if (content.length < header || content.toString("latin1", 0, magic.length) !== magic) {
    throw new RangeError(
      `Expected ${path} to begin with ${JSON.stringify(magic)} but got ${JSON.stringify(content.toString("latin1", 0, 8))}.`,
    );
  }
  const dimensions = content.readUInt16LE(10);
  const count = content.readUInt32LE(12);
  const scale = content.readUInt16LE(16);
  const words: string[] = [];
  const vectors = new Float32Array(count * dimensions); // [words, dimensions]
  let at = header;
  for (let place = 0; place < count; place++) {
    const end = at + 2 <= content.length ? at + 2 + content.readUInt16LE(at) : Number.POSITIVE_INFINITY;
    if (end + dimensions > content.length)
      throw new RangeError(`Expected ${count} words in ${path} but it is cut off in word ${place + 1}.`);
    words.push(content.toString("utf8", at + 2, end));
    for (let axis = 0; axis < dimensions; axis++) vectors[place * dimensions + axis] = content.readInt8(end + axis) / scale;
    at = end + dimensions;
  }
  return new WordVectors(words, dimensions, vectors);
}
