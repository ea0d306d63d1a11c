import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { cellSignal } from "../../../base/index.ts";
import { WordVectors } from "./word-vectors.ts";

/**
 * Reads GloVe's text format: a line a word, then its values, with single spaces between.
 *
 * @throws RangeError when a line has another number of values than the first one, or values that are no numbers
 */
export async function readVectors(path: string): Promise<WordVectors> {
  const signal = cellSignal();
  const words: string[] = [];
  const rows: Float32Array[] = [];
  for await (const line of createInterface({ input: createReadStream(path, { highWaterMark: 1 << 20, ...(signal && { signal }) }) })) {
    const [word = "", ...values] = line.split(" ");
    const row = Float32Array.from(values, Number);
    const dimensions = rows[0]?.length ?? row.length;
    if (row.length !== dimensions || row.length === 0 || row.some(Number.isNaN)) {
      throw new RangeError(
        `Expected line ${words.length + 1} of ${path} to be a word and ${dimensions || "its"} numbers but got ${JSON.stringify(line.slice(0, 60))}.`,
      );
    }
    words.push(word);
    rows.push(row);
  }
  const dimensions = rows[0]?.length ?? 0;
  const vectors = new Float32Array(words.length * dimensions); // [words, dimensions]
  for (const [place, row] of rows.entries()) vectors.set(row, place * dimensions);
  return new WordVectors(words, dimensions, vectors);
}
