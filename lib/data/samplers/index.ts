/** Which pictures an epoch has, and in which order: what a loader's `sampler` takes. */
export { atMostPerClass, type BalancedSamplerOptions, balancedSampler } from "./by-class.ts";
export type { Sampler, SamplerOptions } from "./sampler.ts";
export { randomSampler, sequentialSampler } from "./simple.ts";
export { type WeightedSamplerOptions, weightedSampler } from "./weighted.ts";
