/** Trained weights for networks: found, checked, put in. */
export { fetchWeights } from "./fetch-weights.ts";
export { type PretrainedOptions, pretrainedModel } from "./pretrained-model.ts";
