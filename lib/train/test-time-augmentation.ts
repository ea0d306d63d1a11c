import { describe } from "../base/index.ts";
import type { LabelledImages, Loader } from "../data/index.ts";
import { type Pass, predictionBatchSize } from "./predict.ts";

/**
 * Passes over pictures with the random transforms that training has, each with draws of its own: what a model says of them on average is
 * mostly better than what it says of one view. Krizhevsky et al., "ImageNet classification" (2012), took ten crops.
 *
 * fastai's `tta` weighs the plain view by a quarter; here it counts as one view among the others.
 *
 * @param count of passes; 0 for none
 * @returns the same for the same seed of the training loader
 * @throws RangeError when `count` is not a whole number from 0 up
 */
export function augmentedPasses(train: Loader, pictures: LabelledImages, count: number): readonly Pass[] {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(
      `Expected testTimeAugmentation to be a whole number from 0 up, the views of each picture beside the plain one, but got ${describe(count)}`,
    );
  }
  if (count === 0) return [];
  const loader = train.over(pictures, { batchSize: predictionBatchSize(train) }); // its random transforms, but neither its order nor mixed pictures
  return Array.from({ length: count }, (_, epoch) => ({ loader, epoch }));
}
