import { describe, formatCount, positiveInteger, Random } from "../../base/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import type { Sampler, SamplerOptions } from "./sampler.ts";

export interface WeightedSamplerOptions extends SamplerOptions {
  /** How often each element comes beside the others, `[N]`, from 0 up; they need not sum to 1. */
  readonly weights: ArrayLike<number>;
  /** Draws an epoch; as many as the data set has elements unless told. */
  readonly length?: number;
}

/**
 * Draws elements with replacement, each as often as its weight says: some come several times an epoch, others not at all. PyTorch's
 * `WeightedRandomSampler`.
 *
 * @throws RangeError when there is not one weight an element, one is below 0 or no number, or all are 0
 */
export function weightedSampler(
  dataset: Dataset<unknown>,
  { weights, length = dataset.length, seed = 0 }: WeightedSamplerOptions,
): Sampler {
  positiveInteger({ length });
  if (weights.length !== dataset.length) {
    throw new RangeError(
      `Expected one weight an element, ${formatCount(dataset.length)}, but got ${formatCount(weights.length)}. ` +
        "Weights of classes? Array.from(dataset.labels, (label) => ofClass[label]).",
    );
  }
  const upTo = new Float64Array(weights.length); // sums of the weights up to each element, `[N]`
  let total = 0;
  for (let index = 0; index < weights.length; index++) {
    const weight = weights[index];
    if (typeof weight !== "number" || !(weight >= 0 && weight < Infinity)) {
      throw new RangeError(`Expected weights to be finite numbers from 0 up but got ${describe(weight)} at index ${index}`);
    }
    total += weight;
    upTo[index] = total;
  }
  if (total === 0) throw new RangeError("Expected a weight above 0 but all are 0: nothing could be drawn.");
  if (total === Infinity) throw new RangeError("Expected weights with a finite sum but their sum is too large for a number: divide them.");
  return {
    length,
    order(epoch) {
      const random = Random.for(seed, "epoch", epoch);
      return Int32Array.from({ length }, () => firstAbove(upTo, random.uniform(0, total)));
    },
  };
}

/** The first place whose value is above `wanted`, by halving; values rise. An element of weight 0 is never found. */
function firstAbove(values: Float64Array, wanted: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
