/** What networks are built of: layers, blocks of layers, first weights, groups of layers, files of weights. */
import { tf } from "../device/index.ts";
import { teachStockDropout } from "./layers/stock-dropout.ts";
import { teachModelsToShow } from "./summary.ts";

export { apply } from "./blocks/apply.ts";
export { type ConvolutionOptions, convolution, type NormalizedConvolutionOptions, normalizedConvolution } from "./blocks/convolution.ts";
export { type InceptionOptions, inceptionBlock } from "./blocks/inception.ts";
export { type InvertedResidualOptions, invertedResidual } from "./blocks/inverted-residual.ts";
export { basicBlock, bottleneck, type ResidualOptions } from "./blocks/residual.ts";
export { type ConvolutionSizeOptions, convolutionSize } from "./convolution-size.ts";
export { type KaimingNormalOptions, type KernelInitializer, kaimingNormal } from "./initializers/kaiming-normal.ts";
export { type SeededOptions, seededWeights } from "./initializers/seeded.ts";
export { type LayerGroup, layerGroups, setLayerGroups, setLayerGroupsBy } from "./layer-groups.ts";
export {
  AdaptiveAveragePooling,
  type AdaptiveAveragePoolingOptions,
  adaptiveAveragePooling,
} from "./layers/adaptive-average-pooling.ts";
export { BatchNormalization, type BatchNormalizationOptions, batchNormalization } from "./layers/batch-normalization.ts";
export { Dropout, type DropoutOptions, dropout } from "./layers/dropout.ts";
export { atStep, nextDraw, type RandomDraw } from "./random-step.ts";
export { type ModelSummary, type SummaryOptions, summary } from "./summary.ts";

teachModelsToShow(tf.LayersModel);
teachStockDropout();
