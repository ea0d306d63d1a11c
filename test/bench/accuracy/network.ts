import { tf } from "../../../lib/device/index.ts";

/** The network of notebook 03, which torch_peer.py builds too: weights as He proposed, from a seed. It ends in plain scores. */
export function network(seed: number): tf.Sequential {
  const relu = { activation: "relu", kernelInitializer: tf.initializers.heNormal({ seed }) } as const;
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 32, kernelSize: 5, ...relu }), // [N, 24, 24, 32]
      tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 12, 12, 32]
      tf.layers.conv2d({ filters: 64, kernelSize: 3, ...relu }), // [N, 10, 10, 64]
      tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 5, 5, 64]
      tf.layers.flatten(), // [N, 1600]
      tf.layers.dense({ units: 128, ...relu }), // [N, 128]
      tf.layers.dense({ units: 10, kernelInitializer: tf.initializers.glorotUniform({ seed }) }), // [N, 10]
    ],
  });
}
