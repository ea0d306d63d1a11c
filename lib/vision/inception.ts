import { tf } from "../device/index.ts";
import { apply, dropout, inceptionBlock, normalizedConvolution, seededWeights, setLayerGroupsBy } from "../nn/index.ts";
import { completeOptions, type ModelOptions } from "./model-options.ts";

/** Channels of the inception blocks, stage by stage: half of those of GoogLeNet's blocks 3a, 3b, 4a, 4e and 5b. */
const stages = [
  [
    { name: "inception3a", one: 32, three: [48, 64], five: [8, 16], pool: 16 }, // 128 in all
    { name: "inception3b", one: 64, three: [64, 96], five: [16, 48], pool: 32 }, // 240
  ],
  [
    { name: "inception4a", one: 96, three: [48, 104], five: [8, 24], pool: 32 }, // 256
    { name: "inception4b", one: 128, three: [80, 160], five: [16, 64], pool: 64 }, // 416
  ],
  [{ name: "inception5", one: 192, three: [96, 192], five: [24, 64], pool: 64 }], // 512
] as const;

/**
 * A small GoogLeNet for small pictures: a convolution, five inception blocks in three stages, 0.8 million weights.
 * Pictures `[N, H, W, 3]` of any size → scores (logits) `[N, 10]`.
 *
 * After Szegedy et al., "Going Deeper with Convolutions" (2015), with batch normalisation and half of the channels and blocks.
 *
 * @throws RangeError when an option is outside of its range
 */
export function inception(options: ModelOptions = {}): tf.LayersModel {
  const defaults = { classes: 10, inputShape: [null, null, 3] } as const;
  const { classes, inputShape, seed, channels } = completeOptions("inception", options, defaults);
  const input = tf.input({ name: "pictures", shape: [...inputShape] });
  const names = { convolution: "conv1.conv", normalization: "conv1.bn" };
  let x = normalizedConvolution(input, { names, filters: channels(64), seed }); // [N, H, W, 64]
  for (const [index, blocks] of stages.entries()) {
    const name = `maxpool${index + 1}`;
    x = apply(tf.layers.zeroPadding2d({ name: `${name}.padding`, padding: 1 }), x); // zeros don't count: after ReLU nothing is smaller
    x = apply(tf.layers.maxPooling2d({ name, poolSize: 3, strides: 2 }), x); // half the side
    for (const { name, one, three, five, pool } of blocks) {
      const pair = ([before, after]: readonly [number, number]): [number, number] => [channels(before), channels(after)];
      x = inceptionBlock(x, { name, one: channels(one), three: pair(three), five: pair(five), pool: channels(pool), seed });
    }
  } // [N, H/8, W/8, 512]
  x = apply(tf.layers.globalAveragePooling2d({ name: "avgpool" }), x); // [N, 512]
  x = apply(dropout(0.2, { name: "dropout", seed }), x);
  x = apply(tf.layers.dense({ name: "fc", units: classes, kernelInitializer: seededWeights.scores({ seed, name: "fc" }) }), x); // [N, classes]
  const model = tf.model({ name: "inception", inputs: input, outputs: x });
  setLayerGroupsBy(model, groupOf);
  return model;
}

function groupOf(layer: string): string {
  if (/^(avgpool|dropout|fc)/.test(layer)) return "head";
  return /^(inception[45]|maxpool[23])/.test(layer) ? "stages 4 and 5" : "stem and stage 3";
}
