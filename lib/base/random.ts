/**
 * A seeded source of random numbers: the same seed gives the same sequence on every machine.
 *
 * The generator is xoshiro128** (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", 2021), its state filled
 * from the seed's text by the FNV-1a hash and the finaliser of MurmurHash3, so that seeds that look alike give unlike sequences.
 */
export class Random {
  #state: [number, number, number, number];

  constructor(seed: number | string) {
    this.#state = [0, 1, 2, 3].map((lane) => mix(hashText(`${lane}:${seed}`))) as [number, number, number, number];
    if (this.#state.every((word) => word === 0)) this.#state[0] = 1;
  }

  /** A whole number of 32 bits, 0 … 2³² − 1. */
  bits(): number {
    const [a, b, c, d] = this.#state;
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const third = c ^ a;
    const fourth = d ^ b;
    this.#state = [a ^ fourth, b ^ third, third ^ (b << 9), rotate(fourth, 11)];
    return result;
  }

  /** A number with 53 random bits, evenly spread over `low` ≤ x < `high`. */
  uniform(low = 0, high = 1): number {
    const unit = ((this.bits() >>> 5) * 2 ** 26 + (this.bits() >>> 6)) / 2 ** 53;
    return low + (high - low) * unit;
  }

  /** A whole number, evenly spread over 0 … `count` − 1. */
  integer(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  /** A number of the normal distribution (Box and Muller, 1958). */
  normal(mean = 0, deviation = 1): number {
    return mean + deviation * Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError("Expected a list with at least one element to pick from but got an empty one");
    return list[this.integer(list.length)] as T;
  }

  /** The list in a new random order (Fisher and Yates). */
  shuffled<T>(list: readonly T[]): T[] {
    const result = [...list];
    for (let last = result.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      [result[last], result[other]] = [result[other] as T, result[last] as T];
    }
    return result;
  }

  /** A table `[rows][columns]` of whole numbers 0 … `below` − 1, as exercises use them. */
  matrix(rows: number, columns: number, below = 10): number[][] {
    return Array.from({ length: rows }, () => Array.from({ length: columns }, () => this.integer(below)));
  }

  /** A generator of its own for a part of the work: independent of how much this one has been used since its start. */
  static for(seed: number | string, ...parts: readonly (number | string)[]): Random {
    return new Random([seed, ...parts].join("/"));
  }
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

function hashText(text: string): number {
  let hash = 0x811c9dc5; // FNV-1a, 32 bits: offset basis and prime from its specification
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b); // constants of MurmurHash3's fmix32
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
