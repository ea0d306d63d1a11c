import { tf } from "../device/index.ts";
import { apply, dropout, invertedResidual, normalizedConvolution, seededWeights, setLayerGroupsBy } from "../nn/index.ts";
import { completeOptions, type ModelOptions } from "./model-options.ts";

/** Stages of inverted residual blocks, table 2 of the paper; the stride is that of the first block. */
const stages = [
  { expansion: 1, filters: 16, blocks: 1, stride: 1 },
  { expansion: 6, filters: 24, blocks: 2, stride: 2 },
  { expansion: 6, filters: 32, blocks: 3, stride: 2 },
  { expansion: 6, filters: 64, blocks: 4, stride: 2 },
  { expansion: 6, filters: 96, blocks: 3, stride: 1 },
  { expansion: 6, filters: 160, blocks: 3, stride: 2 },
  { expansion: 6, filters: 320, blocks: 1, stride: 1 },
];

/**
 * MobileNetV2, made to be small and quick on a phone: 3.5 million weights, a sixth of the work of ResNet-18.
 * Pictures `[N, H, W, 3]` of any size → scores (logits) `[N, 1000]`.
 *
 * Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks" (2018); layers and their names are torchvision's, with whose
 * weights it gives the same scores at width 1.
 *
 * @throws RangeError when an option is outside of its range
 */
export function mobilenet(options: ModelOptions = {}): tf.LayersModel {
  const defaults = { classes: 1000, inputShape: [null, null, 3] } as const;
  const { classes, inputShape, seed, channels } = completeOptions("mobilenet", options, defaults);
  const input = tf.input({ name: "pictures", shape: [...inputShape] });
  let x = normalizedConvolution(input, { names: namesOf(0), filters: channels(32), stride: 2, activation: "relu6", seed }); // [N, H/2, W/2, 32]
  let place = 1;
  for (const { expansion, filters, blocks, stride } of stages) {
    for (let block = 0; block < blocks; block++) {
      const name = `features.${place++}.conv`;
      x = invertedResidual(x, { name, filters: channels(filters), expansion, stride: block === 0 ? stride : 1, seed });
    }
  } // [N, H/32, W/32, 320]
  x = normalizedConvolution(x, { names: namesOf(place), filters: channels(1280), kernel: 1, activation: "relu6", seed }); // [N, H/32, W/32, 1280]
  x = apply(tf.layers.globalAveragePooling2d({ name: "avgpool" }), x); // [N, 1280]
  x = apply(dropout(0.2, { name: "classifier.0", seed }), x);
  const kernelInitializer = seededWeights.scores({ seed, name: "classifier.1" });
  x = apply(tf.layers.dense({ name: "classifier.1", units: classes, kernelInitializer }), x); // [N, classes]
  const model = tf.model({ name: "mobilenet", inputs: input, outputs: x });
  setLayerGroupsBy(model, groupOf);
  return model;
}

const namesOf = (place: number) => ({ convolution: `features.${place}.0`, normalization: `features.${place}.1` });

function groupOf(layer: string): string {
  const place = /^features\.(\d+)\./.exec(layer)?.[1];
  if (place === undefined) return layer === "pictures" ? "stem to block 6" : "head";
  return Number(place) <= 6 ? "stem to block 6" : "block 7 and later";
}
