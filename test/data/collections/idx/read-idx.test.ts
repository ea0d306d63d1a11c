import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readIdxPart } from "../../../../lib/data/collections/idx/read-idx.ts";
import { mirrorWith } from "../mirror.ts";

/** A gzipped IDX file of the bytes 0 … 9, over and over. */
function idx(...shape: readonly [number, ...number[]]): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint32(0, 0x0800 + shape.length);
  for (const [axis, length] of shape.entries()) header.setUint32(4 + 4 * axis, length);
  const values = Array.from({ length: shape.reduce((product, length) => product * length) }, (_, place) => place % 10);
  return gzipSync(Buffer.concat([new Uint8Array(header.buffer), Uint8Array.from(values)]));
}

const classes = Array.from("abcdefghij");

test("a part is made of its file of pictures and its file of labels", async () => {
  await mirrorWith({ "kmnist/t10k-images-idx3-ubyte.gz": idx(20, 2, 3), "kmnist/t10k-labels-idx1-ubyte.gz": idx(20) });
  const part = await readIdxPart("kmnist", "test", classes);
  expect(part.counts()).toEqual(new Array(10).fill(2));
  const { id, image, label } = part.get(11);
  expect([id, label, image.shape, Array.from(image.pixels)]).toEqual(["11", 1, [2, 3, 1], [6, 7, 8, 9, 0, 1]]);
});

test("files that don't fit together are named with their numbers", async () => {
  await mirrorWith({ "kmnist/t10k-images-idx3-ubyte.gz": idx(20, 2, 3), "kmnist/t10k-labels-idx1-ubyte.gz": idx(19) });
  await expect(readIdxPart("kmnist", "test", classes)).rejects.toThrow("Expected one label a picture, 20, but got 19");
});
