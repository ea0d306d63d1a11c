/** Parts of a data set to learn from, to tune with and to test on. */
export { type Fold, type KFoldOptions, kFold } from "./k-fold.ts";
export { type CountedSplitOptions, groupedSplit, type PartsOf, randomSplit, type SplitOptions, stratifiedSplit } from "./split.ts";
