/** Weights of a model in memory and in files. */
export { type AssignOptions, anotherArchitecture, assignWeights, differenceOf } from "./assign-weights.ts";
export { modelWeights, type WeightedLayer, weightArrays, weightedLayers } from "./model-weights.ts";
export { type NumberType, numberTypes } from "./number-types.ts";
export { quantised } from "./quantised.ts";
export { openSafetensors, readSafetensors, safetensorsBytes, writeSafetensors } from "./safetensors.ts";
export type { WeightArray, WeightArrays, WeightFile } from "./weights.ts";
