import { formatCount } from "../../../base/index.ts";
import { type Displayable, displaySymbol, type MimeBundle } from "../../../plot/index.ts";

/** Words and a vector for each: words of like meaning have vectors of like direction. */
export class WordVectors implements Displayable {
  /** In the order of their file: GloVe's own files have the most frequent first. */
  readonly words: readonly string[];
  readonly dimensions: number;
  /** `[words, dimensions]` */
  readonly vectors: Float32Array;
  readonly #places: ReadonlyMap<string, number>;

  /** @throws RangeError when there are not as many values as words × dimensions */
  constructor(words: readonly string[], dimensions: number, vectors: Float32Array) {
    if (vectors.length !== words.length * dimensions) {
      throw new RangeError(
        `Expected ${formatCount(words.length)} words × ${dimensions} dimensions = ${formatCount(words.length * dimensions)} values but got ${formatCount(vectors.length)}.`,
      );
    }
    this.words = words;
    this.dimensions = dimensions;
    this.vectors = vectors;
    this.#places = new Map(words.map((word, place) => [word, place]));
  }

  /** How many words there are. */
  get length(): number {
    return this.words.length;
  }

  /** The place of a word; -1 where it has no vector. GloVe's words are in lower case. */
  indexOf(word: string): number {
    return this.#places.get(word) ?? -1;
  }

  /** The vector of a word, `[dimensions]`, in the memory of all; undefined where it has none. */
  get(word: string): Float32Array | undefined {
    const place = this.#places.get(word);
    return place === undefined ? undefined : this.vectors.subarray(place * this.dimensions, (place + 1) * this.dimensions);
  }

  toString(): string {
    return `${formatCount(this.length)} words with ${this.dimensions} dimensions each: ${this.words.slice(0, 12).join(" ")} …`;
  }

  [displaySymbol](): MimeBundle {
    return { "text/plain": this.toString() };
  }
}
