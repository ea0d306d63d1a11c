import { describe, formatCount, Random } from "../../base/index.ts";
import type { Dataset, LabelledImages } from "../dataset/dataset.ts";
import { type Subset, subset } from "../dataset/subset.ts";
import { byChance, byClass, byGroup, type Parts } from "./assign.ts";
import { checkedFractions, shares } from "./shares.ts";

export interface SplitOptions<F extends readonly number[]> {
  /** The part of the pictures that each part of the split gets, such as `[0.8, 0.1, 0.1]`; they sum to 1. */
  readonly fractions: F;
  /** What is drawn from: the same seed gives the same split; 0 unless told. */
  readonly seed?: number | string;
}

export interface CountedSplitOptions<F extends readonly number[]> {
  /** How many elements each part of the split gets; they sum to the length of the data set. */
  readonly counts: F;
  readonly seed?: number | string;
}

/** As many parts as fractions were given. */
export type PartsOf<D extends Dataset<unknown>, F extends readonly number[]> = { -readonly [K in keyof F]: Subset<D> };

/**
 * Splits a data set by chance. PyTorch's `random_split`. Each element comes into exactly one part; inside a part the order stays.
 *
 * @throws RangeError when fractions don't sum to 1, counts not to the length, or a part would be empty
 * @example
 * const [train, valid] = randomSplit(photos, { fractions: [0.9, 0.1], seed: 4 });
 */
export function randomSplit<D extends Dataset<unknown>, const F extends readonly number[]>(
  dataset: D,
  options: SplitOptions<F> | CountedSplitOptions<F>,
): PartsOf<D, F> {
  const counts =
    "counts" in options ? checkedCounts(options.counts, dataset.length) : shares(dataset.length, checkedFractions(options.fractions), []);
  return partsOf(dataset, byChance(dataset, counts, Random.for(options.seed ?? 0, "split")));
}

/**
 * Splits pictures so that each class has its share in each part, to within one picture. scikit-learn's `train_test_split(stratify=…)`.
 * Each picture comes into exactly one part; inside a part the order stays.
 *
 * @throws RangeError when labels are hidden, a class has fewer pictures than there are parts, or fractions don't sum to 1
 * @example
 * const [train, valid, test] = stratifiedSplit(photos, { fractions: [0.8, 0.1, 0.1], seed: 4 });
 */
export function stratifiedSplit<D extends LabelledImages, const F extends readonly number[]>(
  dataset: D,
  { fractions, seed = 0 }: SplitOptions<F>,
): PartsOf<D, F> {
  return partsOf(dataset, byClass(dataset, checkedFractions(fractions), Random.for(seed, "split")));
}

/**
 * Splits pictures so that no group, such as the pictures of one capture, comes into two parts: what is nearly the same must not be
 * learned from and tested on. Each class has its share in each part as nearly as groups allow. scikit-learn's `StratifiedGroupKFold`.
 *
 * @throws RangeError when the data set has no groups, or fewer than there are parts, or fractions don't sum to 1
 */
export function groupedSplit<D extends LabelledImages, const F extends readonly number[]>(
  dataset: D,
  { fractions, seed = 0 }: SplitOptions<F>,
): PartsOf<D, F> {
  return partsOf(dataset, byGroup(dataset, checkedFractions(fractions), Random.for(seed, "split")));
}

function partsOf<D extends Dataset<unknown>, F extends readonly number[]>(dataset: D, parts: Parts): PartsOf<D, F> {
  return parts.map((places) => subset(dataset, places)) as PartsOf<D, F>;
}

function checkedCounts(counts: readonly number[], length: number): readonly number[] {
  const wrong = counts.find((count) => !Number.isInteger(count) || count <= 0);
  if (wrong !== undefined)
    throw new RangeError(
      `Expected counts to be positive integers but got ${describe(wrong)}. Fractions? randomSplit(dataset, { fractions }).`,
    );
  const sum = counts.reduce((total, count) => total + count, 0);
  if (sum === length) return counts;
  throw new RangeError(
    `Expected counts that sum to the length of the data set, ${formatCount(length)}, but the sum of [${counts.join(", ")}] is ${formatCount(sum)}`,
  );
}
