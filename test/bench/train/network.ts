import { tf } from "../../../lib/device/index.ts";
import { classes, side } from "./data.ts";

/** The network that every contender builds; keras_peer.py and torch_peer.py say the same. It ends in plain scores. */
export function network(): tf.Sequential {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [side, side, 1], filters: 32, kernelSize: 3, activation: "relu" }), // [N, 26, 26, 32]
      tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 13, 13, 32]
      tf.layers.conv2d({ filters: 64, kernelSize: 3, activation: "relu" }), // [N, 11, 11, 64]
      tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 5, 5, 64]
      tf.layers.flatten(), // [N, 1600]
      tf.layers.dense({ units: 128, activation: "relu" }), // [N, 128]
      tf.layers.dense({ units: classes }), // [N, 10]
    ],
  });
}
