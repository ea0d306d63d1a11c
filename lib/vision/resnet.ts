import { tf } from "../device/index.ts";
import { apply, basicBlock, bottleneck, normalizedConvolution, seededWeights, setLayerGroupsBy } from "../nn/index.ts";
import { completeOptions, type ModelOptions } from "./model-options.ts";
import { pretrainedModel } from "./pretrained/index.ts";

/** A stem that brings pictures to a quarter of their side, four stages of residual blocks that halve it three times, and one score a class. */
interface Architecture {
  readonly name: string;
  readonly block: typeof basicBlock;
  /** Blocks of each stage. */
  readonly depths: readonly [number, number, number, number];
}

/** ResNet with 18 layers, 11.7 million weights. {@link resnet} */
export const resnet18 = (options: ModelOptions = {}): tf.LayersModel =>
  resnet({ name: "resnet18", block: basicBlock, depths: [2, 2, 2, 2] }, options);

/** ResNet with 34 layers, 21.8 million weights. {@link resnet} */
export const resnet34 = (options: ModelOptions = {}): tf.LayersModel =>
  resnet({ name: "resnet34", block: basicBlock, depths: [3, 4, 6, 3] }, options);

/** ResNet with 50 layers in bottleneck blocks, 25.6 million weights. {@link resnet} */
export const resnet50 = (options: ModelOptions = {}): tf.LayersModel =>
  resnet({ name: "resnet50", block: bottleneck, depths: [3, 4, 6, 3] }, options);

/** ResNet with 101 layers in bottleneck blocks, 44.5 million weights. {@link resnet} */
export const resnet101 = (options: ModelOptions = {}): tf.LayersModel =>
  resnet({ name: "resnet101", block: bottleneck, depths: [3, 4, 23, 3] }, options);

/**
 * A residual network from pictures `[N, H, W, C]` of any size to scores (logits) `[N, classes]`.
 *
 * He et al., "Deep Residual Learning for Image Recognition" (2016); layers and their names are torchvision's, with whose weights it
 * gives the same scores.
 *
 * @throws RangeError when an option is outside of its range; Problem when trained weights can't be had
 */
function resnet(architecture: Architecture, options: ModelOptions): tf.LayersModel {
  const { name, block, depths } = architecture;
  if (options.pretrained) return pretrainedModel(name, options, (untrained) => resnet(architecture, untrained));
  const { classes, inputShape, seed, channels } = completeOptions(name, options, { classes: 1000, inputShape: [null, null, 3] });
  const input = tf.input({ name: "pictures", shape: [...inputShape] });
  const names = { convolution: "conv1", normalization: "bn1" };
  let x = normalizedConvolution(input, { names, filters: channels(64), kernel: 7, stride: 2, seed }); // [N, H/2, W/2, 64]
  x = apply(tf.layers.zeroPadding2d({ name: "maxpool.padding", padding: 1 }), x); // zeros don't count: after ReLU nothing is smaller
  x = apply(tf.layers.maxPooling2d({ name: "maxpool", poolSize: 3, strides: 2 }), x); // [N, H/4, W/4, 64]
  for (const [stage, depth] of depths.entries()) {
    const filters = channels(64 * 2 ** stage);
    for (let index = 0; index < depth; index++) {
      const stride = stage > 0 && index === 0 ? 2 : 1;
      x = block(x, { name: `layer${stage + 1}.${index}`, filters, stride, seed });
    }
  } // [N, H/32, W/32, 512], with bottlenecks [N, H/32, W/32, 2048]
  x = apply(tf.layers.globalAveragePooling2d({ name: "avgpool" }), x); // [N, 512] or [N, 2048]
  x = apply(tf.layers.dense({ name: "fc", units: classes, kernelInitializer: seededWeights.scores({ seed, name: "fc" }) }), x); // [N, classes]
  const model = tf.model({ name, inputs: input, outputs: x });
  setLayerGroupsBy(model, groupOf);
  return model;
}

/** fastai's cut of a ResNet. */
function groupOf(layer: string): string {
  if (layer === "avgpool" || layer === "fc") return "head";
  return /^layer[34]\./.test(layer) ? "stages 3 and 4" : "stem to stage 2";
}
