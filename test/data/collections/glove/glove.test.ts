import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readQuantized } from "../../../../lib/data/collections/glove/read-quantized.ts";
import { WordVectors } from "../../../../lib/data/collections/glove/word-vectors.ts";
import { datasets } from "../../../../lib/data/datasets.ts";
import { displaySymbol } from "../../../../lib/plot/index.ts";
import { testWith } from "../../../support/parts.ts";
import { temporaryFolder } from "../../catalog/home.ts";
import { mirrorWith } from "../mirror.ts";

function cosine(a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()): number {
  const dot = (u: Float32Array, v: Float32Array): number => u.reduce((sum, value, axis) => sum + value * (v[axis] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

testWith("datasets")("the 50,000 most frequent words, whose vectors agree with the exact ones of the news cut in direction", async () => {
  const rounded = await datasets.glove();
  const exact = await datasets.glove("news");
  expect([rounded.length, rounded.dimensions, exact.length, exact.dimensions]).toEqual([50_000, 50, 8453, 50]);
  expect(Array.from(exact.get("the")?.subarray(0, 3) ?? [])).toEqual([0.418, 0.24968, -0.41242].map(Math.fround));
  for (const word of ["the", "lion", "water", "paris", "seven"]) {
    expect(cosine(rounded.get(word), exact.get(word))).toBeGreaterThan(0.999);
  }
  expect(cosine(rounded.get("lion"), rounded.get("tiger"))).toBeGreaterThan(cosine(rounded.get("lion"), rounded.get("tax")));
});

testWith("datasets")("the Twitter cut: 11,925 words of 25 dimensions", async () => {
  const vectors = await datasets.glove("twitter");
  expect([vectors.length, vectors.dimensions, vectors.indexOf("the"), vectors.indexOf("Nosuchword")]).toEqual([11_925, 25, 0, -1]);
});

test("the whole of 6B is read from its files", async () => {
  await mirrorWith({ "glove/glove.6B/glove.6B.50d.txt": "the 0.5 -1\nof 1e-3 2\n" });
  const vectors = await datasets.glove("6B.50d");
  expect(vectors.words).toEqual(["the", "of"]);
  expect(Array.from(vectors.vectors)).toEqual([0.5, -1, Math.fround(1e-3), 2]);
  expect(vectors[displaySymbol]()["text/plain"]).toBe("2 words with 2 dimensions each: the of …");
});

test.each(["the 0.5 -1\nof 1\n", "the 0.5 -1\nof 1 x\n"])("a line that is no vector is named: %j", async (text) => {
  await mirrorWith({ "glove/glove.6B/glove.6B.50d.txt": text });
  await expect(datasets.glove("6B.50d")).rejects.toThrow(
    /Expected line 2 of .*glove\.6B\.50d\.txt to be a word and 2 numbers but got "of 1/,
  );
});

test("vectors in bytes that are cut off, or another file, are named", async () => {
  const path = join(await temporaryFolder(), "vectors.bin");
  const header = Buffer.concat([Buffer.from("RDGLVQ8\0"), Buffer.from([1, 0, 2, 0, 2, 0, 0, 0, 127, 0, 0, 0])]);
  await writeFile(path, Buffer.concat([header, Buffer.from([1, 0, 0x61, 127, 0x81, 1, 0, 0x62, 0, 127])]));
  const { words, vectors } = await readQuantized(path);
  expect([words, Array.from(vectors)]).toEqual([
    ["a", "b"],
    [1, -1, 0, 1],
  ]);
  await writeFile(path, Buffer.concat([header, Buffer.from([1, 0, 0x61, 127, 0x81, 1])]));
  await expect(readQuantized(path)).rejects.toThrow("Expected 2 words");
  await writeFile(path, "PK something else, longer than a header");
  await expect(readQuantized(path)).rejects.toThrow('but got "PK somet"');
});

test("a cut that does not exist is named, with those that do", async () => {
  await expect(datasets.glove("42B" as never)).rejects.toThrow("6B.300d");
  expect(() => new WordVectors(["a"], 2, new Float32Array(3))).toThrow("Expected 1 words × 2 dimensions = 2 values but got 3");
});
