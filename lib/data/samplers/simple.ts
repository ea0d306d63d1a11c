import { Random } from "../../base/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import type { Sampler, SamplerOptions } from "./sampler.ts";

/** Each element once an epoch, in the data set's order. PyTorch's `SequentialSampler`. */
export function sequentialSampler({ length }: Dataset<unknown>): Sampler {
  return { length, order: () => Int32Array.from({ length }, (_, index) => index) };
}

/** Each element once an epoch, in an order that each epoch has anew. PyTorch's `RandomSampler`; a loader's `shuffle: true`. */
export function randomSampler({ length }: Dataset<unknown>, { seed = 0 }: SamplerOptions = {}): Sampler {
  const places = Array.from({ length }, (_, index) => index);
  return { length, order: (epoch) => Int32Array.from(Random.for(seed, "epoch", epoch).shuffled(places)) };
}
