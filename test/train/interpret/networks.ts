import { tf } from "../../../lib/device/index.ts";

const seeded = (seed: number) => ({ kernelInitializer: tf.initializers.glorotUniform({ seed }) });

/** A small network with a residual branch, batch normalisation and a nested model: from `[8, 8, channels]` to `outputs` scores. */
export function branched({ channels = 1, outputs = 3 } = {}): tf.LayersModel {
  const pictures = tf.input({ shape: [8, 8, channels] });
  const first = tf.layers
    .conv2d({ name: "first", filters: 4, kernelSize: 3, padding: "same", activation: "relu", ...seeded(1) })
    .apply(pictures) as tf.SymbolicTensor; // [N, 8, 8, 4]
  const second = tf.layers
    .conv2d({ name: "second", filters: 4, kernelSize: 3, padding: "same", ...seeded(2) })
    .apply(first) as tf.SymbolicTensor; // [N, 8, 8, 4]
  const sum = tf.layers.add({ name: "sum" }).apply([first, second]) as tf.SymbolicTensor; // [N, 8, 8, 4]
  const active = tf.layers.activation({ name: "active", activation: "relu" }).apply(sum) as tf.SymbolicTensor;
  const head = tf.sequential({
    name: "head",
    layers: [
      tf.layers.globalAveragePooling2d({ name: "mean", inputShape: [8, 8, 4] }),
      tf.layers.dense({ name: "scores", units: outputs, ...seeded(3) }),
    ],
  });
  return tf.model({ inputs: pictures, outputs: head.apply(active) as tf.SymbolicTensor });
}
