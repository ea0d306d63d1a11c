import { positiveInteger, Random } from "../../base/index.ts";
import type { LabelledImages } from "../dataset/dataset.ts";
import { placesByClass } from "../dataset/places-by-class.ts";
import type { Sampler, SamplerOptions } from "./sampler.ts";

export interface BalancedSamplerOptions extends SamplerOptions {
  /** Pictures of each class an epoch; unless told as many as make an epoch about as long as the data set. */
  readonly perClass?: number;
}

/**
 * Each class equally often, in a mixed order. Small classes are repeated: none of their pictures comes a further time before all have
 * come; of large ones each epoch has others. Classes without pictures are passed over.
 *
 * @throws RangeError when labels are hidden or there are no pictures
 */
export function balancedSampler(dataset: LabelledImages, { perClass, seed = 0 }: BalancedSamplerOptions = {}): Sampler {
  if (perClass !== undefined) positiveInteger({ perClass });
  const classes = placesByClass(dataset, "A balanced sampler").filter((places) => places.length > 0);
  if (classes.length === 0) throw new RangeError("Expected a data set with pictures but it is empty");
  const each = perClass ?? Math.ceil(dataset.length / classes.length);
  return {
    length: each * classes.length,
    order(epoch) {
      const random = Random.for(seed, "epoch", epoch);
      const drawn = classes.flatMap((places) => {
        const rounds = Array.from({ length: Math.ceil(each / places.length) }, () => random.shuffled(places));
        return rounds.flat().slice(0, each);
      });
      return Int32Array.from(random.shuffled(drawn));
    },
  };
}

/**
 * At most `count` pictures of each class an epoch, each at most once, in a mixed order; of larger classes each epoch has others. To stay
 * with the same pictures: `dataset.subset(atMostPerClass(dataset, count).order(0))`.
 *
 * @throws RangeError when labels are hidden
 */
export function atMostPerClass(dataset: LabelledImages, count: number, { seed = 0 }: SamplerOptions = {}): Sampler {
  positiveInteger({ count });
  const classes = placesByClass(dataset, "A sampler by class");
  return {
    length: classes.reduce((sum, places) => sum + Math.min(count, places.length), 0),
    order(epoch) {
      const random = Random.for(seed, "epoch", epoch);
      return Int32Array.from(random.shuffled(classes.flatMap((places) => random.shuffled(places).slice(0, count))));
    },
  };
}
