import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { tf } from "../../../lib/device/index.ts";

/** Files that PyTorch, Keras and safetensors made: see make.py beside them. */
export const fixture = (name: string): string => join(import.meta.dirname, "../../fixtures/weights", name);

interface Expected {
  /** The tensors of torch.pth. */
  readonly state_dict: Readonly<Record<string, { readonly shape: number[]; readonly values: number[] }>>;
  /** What PyTorch's network gives for `pictures()`, `[2, 4]`. */
  readonly logits: readonly number[][];
  /** What Keras' network gives for `pictures("last")`, `[2, 4]`. */
  readonly keras: readonly number[][];
}

export const expected = JSON.parse(await readFile(fixture("expected.json"), "utf8")) as Expected;

/** The same numbers as make.py's `wave`. */
export const wave = (number: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => (((7 * index + 13 * number) % 128) - 64) / 32);

/** Two pictures `[2, 8, 10, 2]`, numbered with the channels first as PyTorch has them, or last as Keras has them. */
export function pictures(channels: "first" | "last" = "first"): tf.Tensor {
  const numbers = wave(99, 2 * 8 * 10 * 2);
  if (channels === "last") return tf.tensor(numbers, [2, 8, 10, 2]);
  return tf.tidy(() => tf.tensor(numbers, [2, 2, 8, 10]).transpose([0, 2, 3, 1])); // [2, 8, 10, 2]
}

/** The network of make.py: every kind of layer whose weights are laid out otherwise in PyTorch. */
export function net({ named = true, classes = 4, units = 5 } = {}): tf.LayersModel {
  const name = (text: string): { name?: string } => (named ? { name: text } : {});
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [8, 10, 2], filters: 3, kernelSize: 3, ...name("conv1") }),
      tf.layers.batchNormalization({ epsilon: 1e-5, ...name("bn1") }),
      tf.layers.reLU(),
      tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, useBias: false, ...name("depthwise") }),
      tf.layers.averagePooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dropout({ rate: 0.5 }),
      tf.layers.dense({ units, activation: "relu", ...name("fc1") }),
      tf.layers.dense({ units: classes, ...name("fc2") }),
    ],
  });
}

/** The largest difference between a model's outputs and others. */
export function distance(model: tf.LayersModel, input: tf.Tensor, outputs: readonly number[][]): number {
  return tf.tidy(
    () =>
      (model.predict(input) as tf.Tensor)
        .sub(tf.tensor2d(outputs.map((row) => [...row])))
        .abs()
        .max()
        .dataSync()[0],
  ) as number;
}
