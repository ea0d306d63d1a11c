import { join } from "node:path";
import { oneOf } from "../../../base/index.ts";
import { fetchFile, fetchFolder } from "../../catalog/index.ts";
import { readQuantized } from "./read-quantized.ts";
import { readVectors } from "./read-vectors.ts";
import type { WordVectors } from "./word-vectors.ts";

/** The cuts that a mirror has, and the files of the whole. */
const cuts = {
  "50k": "glove-6b-50d-top50k-q8-v1.bin",
  news: "glove.6B.50d.8453words.txt",
  twitter: "glove.twitter.27B.25d.11925words.txt",
} as const;
const whole = ["6B.50d", "6B.100d", "6B.200d", "6B.300d"] as const;

/** Which vectors: a cut that only a mirror has, or all 400,000 words, a download of 862 MB. */
export type GloveName = keyof typeof cuts | (typeof whole)[number];

/**
 * GloVe word vectors, learned from which words stand near each other.
 *
 * Pennington, Socher and Manning, "GloVe: Global Vectors for Word Representation", EMNLP 2014; PDDL 1.0.
 *
 * @param name `50k` (unless told): the 50,000 most frequent words, 50 dimensions, scaled to length 1 and rounded to 1/127; `news`: 8,453
 *   words of news, 50 dimensions, exact; `twitter`: 11,925 words, 25 dimensions; `6B.50d` … `6B.300d`: all 400,000 words
 * @throws RangeError when there is no such cut; Problem when it can't be had
 * @example
 * const vectors = await datasets.glove();
 * vectors.get("zebra"); // Float32Array(50)
 */
export async function glove(name: GloveName = "50k"): Promise<WordVectors> {
  oneOf({ name }, [...(Object.keys(cuts) as GloveName[]), ...whole]);
  if (name === "50k") return readQuantized(await fetchFile("glove", cuts[name]));
  if (name === "news" || name === "twitter") return readVectors(await fetchFile("glove", cuts[name]));
  return readVectors(join(await fetchFolder("glove", "glove.6B"), `glove.${name}.txt`));
}
