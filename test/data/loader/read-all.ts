import { createHash } from "node:crypto";
import type { Batch } from "../../../lib/data/index.ts";

/** What an epoch gave: shape, labels, and a digest of all bits of the pictures, batch by batch. */
export async function readAll(batches: AsyncIterable<Batch>): Promise<{ shape: number[]; labels: number[]; bits: string }[]> {
  const read = [];
  for await (const { images, labels } of batches) {
    const values = await images.data();
    const bits = createHash("sha256")
      .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
      .digest("hex");
    read.push({ shape: images.shape, labels: Array.from(await labels.data()), bits });
  }
  return read;
}

/** The digests of some epochs, one after the other. */
export async function bitsOf(batches: AsyncIterable<Batch>, epochs = 1): Promise<string[]> {
  const bits: string[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) bits.push(...(await readAll(batches)).map((batch) => batch.bits));
  return bits;
}
