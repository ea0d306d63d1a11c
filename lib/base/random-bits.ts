import { Random } from "./random.ts";

/**
 * A quick source of whole numbers of 32 bits, for millions of them: a fifth of the time of `Random.bits`, and good enough for first weights
 * and dropout. The same seed gives the same sequence on every machine; it repeats after 2³² numbers.
 *
 * A Weyl sequence through the finaliser of MurmurHash3, with a key between its rounds so that sequences of two seeds are no parts of one.
 */
export function randomBits(seed: number | string): () => number {
  const random = new Random(seed);
  const key = random.bits();
  let state = random.bits();
  return () => {
    state = (state + 0x9e3779b9) | 0; // 2³² divided by the golden ratio: each of the 2³² states comes once
    let bits = Math.imul(state ^ (state >>> 16), 0x85ebca6b) ^ key;
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return (bits ^ (bits >>> 16)) >>> 0;
  };
}
