import { oneOf } from "../base/index.ts";
import { tf } from "../device/index.ts";
import { apply, seededWeights } from "../nn/index.ts";
import { completeOptions, expectKnownSize, type ModelOptions } from "./model-options.ts";

export interface LeNetOptions extends ModelOptions {
  readonly activation?: "tanh" | "relu" | "sigmoid";
  readonly pooling?: "average" | "max";
}

/**
 * LeNet-5, which read the digits on cheques: two convolutions with poolings, three dense layers, 61,706 weights at its own size.
 * Pictures `[N, 28, 28, 1]` → scores (logits) `[N, 10]`.
 *
 * LeCun et al., "Gradient-Based Learning Applied to Document Recognition" (1998). There pictures have 32 × 32 pixels, an edge of 2 around
 * the digits, which the first convolution adds here; each convolution sees all channels, and the last layer gives plain scores.
 *
 * @throws RangeError when an option is outside of its range, or pictures are smaller than 12 × 12
 */
export function lenet5({ activation = "tanh", pooling = "average", ...options }: LeNetOptions = {}): tf.LayersModel {
  oneOf({ activation }, ["tanh", "relu", "sigmoid"]);
  oneOf({ pooling }, ["average", "max"]);
  const defaults = { classes: 10, inputShape: [28, 28, 1], smallest: 12 } as const;
  const { classes, inputShape, seed, channels } = completeOptions("lenet5", options, defaults);
  expectKnownSize("lenet5", inputShape);
  const kernelInitializer = (name: string) => seededWeights[activation === "relu" ? "hidden" : "saturating"]({ seed, name });
  const convolve = (x: tf.SymbolicTensor, name: string, { filters, padding }: { filters: number; padding: "same" | "valid" }) =>
    apply(tf.layers.conv2d({ name, filters, kernelSize: 5, padding, activation, kernelInitializer: kernelInitializer(name) }), x);
  const pool = (x: tf.SymbolicTensor, name: string) =>
    apply((pooling === "max" ? tf.layers.maxPooling2d : tf.layers.averagePooling2d)({ name, poolSize: 2 }), x);
  const connect = (x: tf.SymbolicTensor, name: string, units: number) =>
    apply(tf.layers.dense({ name, units, activation, kernelInitializer: kernelInitializer(name) }), x);

  const input = tf.input({ name: "pictures", shape: [...inputShape] });
  let x = convolve(input, "conv1", { filters: channels(6), padding: "same" }); // [N, 28, 28, 6]
  x = pool(x, "pool1"); // [N, 14, 14, 6]
  x = convolve(x, "conv2", { filters: channels(16), padding: "valid" }); // [N, 10, 10, 16]
  x = pool(x, "pool2"); // [N, 5, 5, 16]
  x = apply(tf.layers.flatten({ name: "flatten" }), x); // [N, 400]
  x = connect(x, "dense1", channels(120)); // [N, 120]
  x = connect(x, "dense2", channels(84)); // [N, 84]
  const scores = tf.layers.dense({ name: "scores", units: classes, kernelInitializer: seededWeights.scores({ seed, name: "scores" }) });
  return tf.model({ name: "lenet5", inputs: input, outputs: apply(scores, x) });
}
