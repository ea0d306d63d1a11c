import { formatCount, plural } from "../../base/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { randomSampler, type Sampler, sequentialSampler } from "../samplers/index.ts";
import type { LoaderOptions } from "./options.ts";

/** How the pictures of a data set follow one another, epoch after epoch: by the sampler, shuffled, or as they are. */
export function epochOrder(dataset: Dataset<unknown>, { sampler, shuffle = false, seed = 0 }: LoaderOptions): Sampler {
  if (sampler) return { length: sampler.length, order: (epoch) => checked(sampler.order(epoch), dataset.length) };
  return shuffle ? randomSampler(dataset, { seed }) : sequentialSampler(dataset);
}

/** @throws RangeError when a sampler chooses what the data set does not have */
function checked(order: Int32Array, length: number): Int32Array {
  const wrong = order.find((index) => !(index >= 0 && index < length));
  if (wrong === undefined) return order;
  throw new RangeError(
    `Expected the sampler to choose places between 0 and ${formatCount(length - 1)}, for there are ${plural(length, "picture")}, but got ${wrong}: was it made for another data set?`,
  );
}
