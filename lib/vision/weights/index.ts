/** Weights from files of this project, of PyTorch and of Keras, for a model. */
export { applyWeights, type LoadWeightsOptions } from "./apply-weights.ts";
export { loadWeights } from "./load-weights.ts";
export { readPth } from "./pth/index.ts";
export { sourceOf, type WeightSource } from "./weight-source.ts";
export { WeightsReport } from "./weights-report.ts";
