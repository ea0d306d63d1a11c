import { loader } from "../../lib/data/index.ts";
import { tf } from "../../lib/device/index.ts";
import { batchNormalization, dropout } from "../../lib/nn/index.ts";
import { accuracy, Learner, type LearnerOptions } from "../../lib/train/index.ts";
import { side, stripes } from "./pictures.ts";

interface NetworkOptions {
  readonly units?: number;
  /** Without the layers that draw or average while training, so that each picture is for itself. */
  readonly still?: boolean;
}

/** A network that begins with the same weights each time, with layers that draw or average while training; two layer groups. */
export function seededNetwork({ units = 3, still = false }: NetworkOptions = {}): tf.Sequential {
  const kernelInitializer = (seed: number) => tf.initializers.heNormal({ seed });
  return tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [side, side, 1],
        filters: 4,
        kernelSize: 3,
        activation: "relu",
        kernelInitializer: kernelInitializer(1),
      }),
      ...(still ? [] : [batchNormalization()]), // [N, 4, 4, 4]
      tf.layers.flatten(), // [N, 64]
      ...(still ? [] : [dropout(0.2, { seed: 3 })]),
      tf.layers.dense({ units, kernelInitializer: kernelInitializer(2) }), // [N, units]
    ],
  });
}

/** A learner on 48 pictures in 3 batches, shuffled; validated on 12 in one. */
export function smallLearner({ model = seededNetwork(), ...changes }: Partial<LearnerOptions> = {}): Learner {
  return new Learner({
    model,
    train: loader(stripes(48), { batchSize: 16, shuffle: true, seed: 1 }),
    valid: loader(stripes(12, { split: "valid" }), { batchSize: 12 }),
    metrics: [accuracy],
    ...changes,
  });
}

/** All weights of a model, one after the other. */
export const weightsOf = (model: tf.LayersModel): number[] => model.getWeights().flatMap((weight) => Array.from(weight.dataSync()));
