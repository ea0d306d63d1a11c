import type { tf } from "../device/index.ts";
import { completeOptions, type ModelOptions } from "./model-options.ts";
import { sequence } from "./sequence.ts";

/** Channels of the convolutions in each of the five stages, after each of which max pooling halves the side. */
const stages = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];

/**
 * VGG with 16 layers: nothing but 3 × 3 convolutions, poolings and dense layers, 138 million weights.
 * Pictures `[N, 224, 224, 3]` → scores (logits) `[N, 1000]`.
 *
 * Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition" (2015), configuration D; layers and their
 * names are torchvision's, without batch normalisation. Features are pooled to 7 × 7, so that pictures may have any size from 32 × 32.
 *
 * @throws RangeError when an option is outside of its range, or pictures are too small
 */
export function vgg16(options: ModelOptions = {}): tf.LayersModel {
  const defaults = { classes: 1000, inputShape: [224, 224, 3], smallest: 32 } as const;
  const { channels, ...complete } = completeOptions("vgg16", options, defaults);
  const features = stages.flatMap((stage) => [
    ...stage.map((count) => ({ filters: channels(count), kernel: 3, padding: 1 })),
    { pool: 2 }, // half the side
  ]);
  return sequence({ name: "vgg16", features, side: 7, hidden: channels(4096), dropoutFirst: false }, complete);
}
