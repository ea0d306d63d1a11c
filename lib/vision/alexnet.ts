import type { tf } from "../device/index.ts";
import { completeOptions, type ModelOptions } from "./model-options.ts";
import { sequence } from "./sequence.ts";

/**
 * AlexNet, with which deep learning won the ImageNet competition of 2012: five convolutions, three dense layers, 61 million weights, most
 * of them in the dense layers. Pictures `[N, 224, 224, 3]` → scores (logits) `[N, 1000]`.
 *
 * Krizhevsky, "One weird trick for parallelizing convolutional neural networks" (2014), the form on one GPU; layers and their names are
 * torchvision's. Features are pooled to 6 × 6, so that pictures may have any size from 63 × 63.
 *
 * @throws RangeError when an option is outside of its range, or pictures are too small
 */
export function alexnet(options: ModelOptions = {}): tf.LayersModel {
  const defaults = { classes: 1000, inputShape: [224, 224, 3], smallest: 63 } as const;
  const { channels, ...complete } = completeOptions("alexnet", options, defaults);
  const features = [
    { filters: channels(64), kernel: 11, stride: 4, padding: 2 }, // [N, 55, 55, 64]
    { pool: 3 }, // [N, 27, 27, 64]
    { filters: channels(192), kernel: 5, padding: 2 },
    { pool: 3 }, // [N, 13, 13, 192]
    { filters: channels(384), kernel: 3, padding: 1 },
    { filters: channels(256), kernel: 3, padding: 1 },
    { filters: channels(256), kernel: 3, padding: 1 },
    { pool: 3 }, // [N, 6, 6, 256]
  ];
  return sequence({ name: "alexnet", features, side: 6, hidden: channels(4096), dropoutFirst: true }, complete);
}
