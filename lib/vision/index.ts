/** Networks for pictures: each is a function of options that gives a model from pictures `[N, H, W, C]` to scores (logits) `[N, classes]`. */
export { alexnet } from "./alexnet.ts";
export { inception } from "./inception.ts";
export { type LeNetOptions, lenet5 } from "./lenet.ts";
export { mobilenet } from "./mobilenet.ts";
export type { ModelOptions, PictureShape } from "./model-options.ts";
export { fetchWeights } from "./pretrained/index.ts";
export { resnet18, resnet34, resnet50, resnet101 } from "./resnet.ts";
export { vgg16 } from "./vgg.ts";
export { type LoadWeightsOptions, loadWeights, WeightsReport } from "./weights/index.ts";
