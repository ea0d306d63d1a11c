import { describe, Random } from "../../base/index.ts";
import type { Dataset, LabelledImages } from "../dataset/dataset.ts";
import { type Subset, subset } from "../dataset/subset.ts";
import { byChance, byClass, byGroup, type Parts } from "./assign.ts";
import { shares } from "./shares.ts";

export interface KFoldOptions {
  /** How many folds, from 2 up. */
  readonly folds: number;
  /** What is drawn from: the same seed gives the same folds; 0 unless told. */
  readonly seed?: number | string;
  /** Each class has its share in each fold; unless told, wherever labels are known. */
  readonly stratified?: boolean;
  /** No group comes into two folds. */
  readonly grouped?: boolean;
}

/** One round of a cross-validation. Its parts are made when they are asked for: five folds of pictures in memory would fill it. */
export interface Fold<D extends Dataset<unknown>> {
  /** All the other folds. */
  readonly train: Subset<D>;
  /** This fold. */
  readonly valid: Subset<D>;
}

/**
 * The rounds of a k-fold cross-validation: each element is in the validation part of exactly one of them. scikit-learn's `KFold`,
 * `StratifiedKFold` and `StratifiedGroupKFold`.
 *
 * @throws RangeError when there are fewer than 2 folds, fewer pictures of a class (or groups) than folds, or labels (or groups) are missing
 * @example
 * for (const { train, valid } of kFold(photos, { folds: 5 })) …
 */
export function kFold<D extends Dataset<unknown>>(dataset: D, { folds, seed = 0, stratified, grouped = false }: KFoldOptions): Fold<D>[] {
  if (!Number.isInteger(folds) || folds < 2) {
    throw new RangeError(
      `Expected folds to be a whole number from 2 up, for one fold is left out of the training, but got ${describe(folds)}`,
    );
  }
  const fractions = new Array<number>(folds).fill(1 / folds);
  const random = Random.for(seed, "folds");
  const assign = (): Parts => {
    if (grouped) return byGroup(labelled(dataset), fractions, random);
    if (stratified ?? hasLabels(dataset)) return byClass(labelled(dataset), fractions, random);
    return byChance(dataset, shares(dataset.length, fractions, []), random);
  };
  const parts = assign();
  return parts.map((places, fold) => ({
    get train() {
      return subset(
        dataset,
        parts
          .filter((_, other) => other !== fold)
          .flat()
          .sort((a, b) => a - b),
      );
    },
    get valid() {
      return subset(dataset, places);
    },
  }));
}

const hasLabels = (dataset: Dataset<unknown>): boolean => "labels" in dataset && dataset.labels !== undefined;

/** @throws TypeError when a data set can't have classes or groups */
function labelled(dataset: Dataset<unknown>): LabelledImages {
  if ("labels" in dataset && "groups" in dataset) return dataset as LabelledImages;
  throw new TypeError(
    "Expected a data set of pictures with classes and groups but got another one: fold it by chance, with stratified: false.",
  );
}
