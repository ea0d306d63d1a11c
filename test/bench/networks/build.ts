import { tf } from "../../../lib/device/index.ts";
import { resnet18 } from "../../../lib/vision/index.ts";
import { classes, type NetworkName, networks } from "./networks.ts";

/** A network with fresh weights, as a user of the library makes it. It ends in plain scores. */
export function build(name: NetworkName): tf.LayersModel {
  const { side, channels } = networks[name];
  return name === "cnn" ? cnn(side, channels) : resnet18({ classes, inputShape: [side, side, channels] });
}

function cnn(side: number, channels: number): tf.Sequential {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [side, side, channels], filters: 32, kernelSize: 3, activation: "relu" }), // [N, 26, 26, 32]
      tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 13, 13, 32]
      tf.layers.conv2d({ filters: 64, kernelSize: 3, activation: "relu" }), // [N, 11, 11, 64]
      tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 5, 5, 64]
      tf.layers.flatten(), // [N, 1600]
      tf.layers.dense({ units: 128, activation: "relu" }), // [N, 128]
      tf.layers.dense({ units: classes }), // [N, 10]
    ],
  });
}

/** How many numbers of a model training changes. */
export function trainableParameters(model: tf.LayersModel): number {
  return model.trainableWeights.reduce((sum, { shape }) => sum + shape.reduce<number>((size, length) => size * (length ?? 1), 1), 0);
}
